// The same chat in Firefox: asking, sources, the check and its dock, and what axe-core says there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { axe, setUp } from "./harness.mjs";
import { startFirefox } from "./marionette.mjs";
import { scenarios } from "./scenarios.mjs";

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const missing = !existsSync(FIREFOX) && `there is no Firefox at ${FIREFOX}: install Debian's firefox-esr, or set FIREFOX`;
if (missing && process.env.CI) throw new Error(missing);

const HELP = `
  const chat = () => document.querySelector("needlewise-widget").shadowRoot.querySelector("needlewise-chat").shadowRoot;
  const until = async (found) => {
    for (let tries = 0; tries < 400; tries++) {
      const it = found();
      if (it) return it;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("waited in vain for " + found);
  };
  const count = () => chat().querySelectorAll(".message.assistant").length;
  const press = async (button) => {
    const before = count();
    button.click();
    await until(() => count() > before);
  };
`;
const here = setUp();
let browser;

before(async () => {
  if (!missing) browser = await startFirefox(FIREFOX);
});
after(() => browser?.close());

const run = (script, ...args) => browser.run(`return (async (...args) => { ${HELP} ${script} })(...arguments)`, ...args);

async function violations() {
  await browser.run(axe.source);
  const found = await browser.run("return axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].target))");
  assert.deepEqual(found, []);
}

test("Firefox: a question typed is answered in view, with sources", { skip: missing }, async () => {
  await browser.goto(here.url);
  await run(`await needlewise.open(); await until(() => chat().querySelector(".log[aria-live=polite]"))`);
  await violations();
  await browser.type(`${HELP} return chat().querySelector("textarea")`, `${scenarios.faq.say}\uE007`);
  const { top, link, sources } = await run(`
    const answer = await until(() => chat().querySelector(".message[data-kind=answer]"));
    const log = chat().querySelector(".log").getBoundingClientRect();
    const question = chat().querySelector(".message.visitor").getBoundingClientRect();
    answer.querySelector("summary").click();
    return {
      top: question.top - log.top,
      link: getComputedStyle(answer.querySelector("summary")).color,
      sources: answer.querySelectorAll(".sources li").length,
    };`);
  assert.ok(top >= 0 && top < 40, String(top));
  assert.ok(sources > 0);
  assert.match(link, /oklch|rgb/);
  await violations();
});

test("Firefox: the check's answers are docked in view, and Back takes one away", { skip: missing }, async () => {
  await browser.goto(here.url);
  const seen = await run(
    `
    await until(() => chat()?.querySelector("dialog[open]"));
    await needlewise.ask(args[0]);
    await press([...chat().querySelectorAll(".chip")].find((chip) => chip.textContent === args[1]));
    await press(await until(() => chat().querySelector(".dock:not([inert]) .row:not(.minor) .chip, .dock:not([inert]) .option")));
    const said = () => chat().querySelectorAll(".message.visitor").length;
    const before = said();
    const composer = chat().querySelector(".composer").getBoundingClientRect().top;
    const lowest = Math.max(...[...chat().querySelectorAll(".dock .row button")].map((button) => button.getBoundingClientRect().bottom));
    const asked = [...chat().querySelectorAll("[data-asks]")].at(-1).getBoundingClientRect().bottom;
    const dock = chat().querySelector(".dock").getBoundingClientRect().top;
    [...chat().querySelectorAll(".dock .minor button")].find((button) => button.textContent === "Back").click();
    await until(() => said() === before - 1);
    return { inView: lowest <= composer + 1, above: asked <= dock };`,
    scenarios.check.say,
    scenarios.check.button,
  );
  assert.deepEqual(seen, { inView: true, above: true });
  await violations();
});
