// The plain page, which the server shows where the widget is not built.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { say, setUp, violations } from "./harness.mjs";
import { MARKUP, scenarios } from "./scenarios.mjs";

const here = setUp();
const folder = fileURLToPath(new URL("../../needlewise/channels/web_page/", import.meta.url));

async function plainPage(options = {}) {
  const page = await (await here.visitor(options)).newPage();
  for (const [address, file] of [["", "index.html"], ["page.js", "page.js"], ["page.css", "page.css"]]) {
    await page.route(new URL(address, here.url).href, (route) => route.fulfill({ path: folder + file }));
  }
  await page.goto(here.url);
  await page.locator(".message").first().waitFor();
  return page;
}

const ask = (page, text) => say(page, text, ".message:not(.visitor)");

for (const colorScheme of ["light", "dark"]) {
  test(`answers, remembers and forgets, and axe-core finds nothing, ${colorScheme}`, async () => {
    const page = await plainPage({ colorScheme, viewport: { width: 320, height: 640 } });
    assert.match(await page.locator("#notice").innerText(), /a program and not a doctor.+not been clinically reviewed/s);
    const answer = await ask(page, scenarios.faq.say);
    assert.match(await answer.innerText(), /Sources, last checked on \d/);
    assert.match(await (await ask(page, scenarios.emergency.say)).innerText(), /Emergency: get help now/);
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await page.reload();
    await page.locator(".visitor").nth(1).waitFor();
    await page.getByRole("button", { name: "Forget this conversation" }).click();
    await page.getByText("This conversation has been erased.").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });
}

test("the guided check can be answered", async () => {
  const page = await plainPage();
  await ask(page, scenarios.check.say);
  const before = await page.locator(".message:not(.visitor)").count();
  await page.getByRole("button", { name: scenarios.check.button }).click();
  const question = page.locator(".message:not(.visitor)").nth(before);
  await question.waitFor();
  assert.match(await question.innerText(), /Question 1 of \d+/);
  assert.deepEqual(await violations(page), []);
});

test("markup is shown as text, and a message that was not sent stays in the field", async () => {
  const page = await plainPage();
  await ask(page, MARKUP);
  assert.equal(await page.locator(".visitor p").innerText(), `You: ${MARKUP}`);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await page.context().setOffline(true);
  await page.getByRole("textbox").fill("does it hurt");
  await page.keyboard.press("Enter");
  await page.getByText("There is no connection. Please try again.").waitFor();
  assert.equal(await page.getByRole("textbox").inputValue(), "does it hurt");
});
