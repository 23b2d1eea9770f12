// A question stays in view with its answer under it, and what lies below the fold has a sign.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, ready, say, setUp, throughTheCheck, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();

const LONG = Array.from({ length: 30 }, (_, line) => `Sentence ${line} of a long answer that goes on and on.`).join(" ");
const answer = (text, rest = {}) => ({ id: "m.0", kind: "answer", topic: "pain", text, buttons: [], references: [], ...rest });

/** How far an element's top lies below the log's, in pixels, once the log stands still. */
async function fromTop(page, element) {
  const log = await page.locator(".log").boundingBox();
  return (await element.boundingBox()).y - log.y;
}

async function replyWith(page, ...replies) {
  await page.route("**/webhooks/web/messages", (route) => route.fulfill({ json: { replies } }), { times: 1 });
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 780 }, { width: 320, height: 640 }]) {
  test(`${viewport.width} px: the last question stays at the top, whatever is answered`, async () => {
    const page = await here.page({ viewport });
    await open(page);
    for (const replies of [[answer("Short.")], [answer(LONG)], [answer("Short."), answer(LONG, { id: "m.1" })]]) {
      await replyWith(page, ...replies);
      await say(page, "does it hurt");
      const top = await fromTop(page, page.locator(".message.visitor").last());
      assert.ok(top >= 0 && top < 40, String(top));
    }
  });
}

test("a second answer below the fold has a sign, and the sign leads to it", async () => {
  const page = await here.page({ viewport: { width: 390, height: 600 } });
  await open(page);
  await replyWith(page, answer(LONG), answer(LONG, { id: "m.1" }));
  await say(page, "two things");
  const more = page.getByRole("button", { name: "More below" });
  await more.waitFor();
  assert.deepEqual(await violations(page), []);
  for (let presses = 0; presses < 10 && (await more.count()); presses++) {
    await more.click();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
  assert.equal(await more.count(), 0, "the end is reached");
  const last = await page.locator(".message.assistant").last().boundingBox();
  const composer = await page.locator(".composer").boundingBox();
  assert.ok(Math.abs(last.y + last.height - composer.y) < 60, "and nothing but the end");
});

test("of many sources the first three unfold, the rest from there, with their numbers", async () => {
  const page = await here.page({ viewport: { width: 320, height: 640 } });
  await open(page);
  const references = Array.from({ length: 8 }, (_, place) => ({
    id: `s${place}`,
    title: `Source ${place}, with a title that is long enough to need a second line`,
    address: place === 7 ? "https://clinic.example/best" : null,
  }));
  await replyWith(page, answer("Short.", { references, reviewed: "2026-11-21" }));
  const reply = await say(page, "does it hurt");
  const shown = () => reply.locator(".sources li").evaluateAll((items) => items.filter((one) => one.checkVisibility()).length);
  assert.equal(await shown(), 0);
  await reply.getByText("8 sources").click();
  assert.equal(await shown(), 3);
  assert.match(await reply.locator("li").first().innerText(), /Source 7/, "the one that can be opened comes first");
  assert.deepEqual(await violations(page), []);
  await reply.getByText("5 more sources").click();
  assert.equal(await shown(), 8);
  assert.equal(await reply.locator("ol").last().getAttribute("start"), "4");
  assert.deepEqual(await violations(page), []);
});

test("a short answer has no sign", async () => {
  const page = await here.page();
  await open(page);
  await replyWith(page, answer("Short."));
  await say(page, "does it hurt");
  assert.equal(await page.locator(".fold").count(), 0);
});

test("what unfolds past the fold has the sign too", async () => {
  const page = await here.page({ viewport: { width: 390, height: 640 } });
  await open(page);
  const references = Array.from({ length: 3 }, (_, place) => ({ id: `s${place}`, title: `Source ${place}. ${"Long title. ".repeat(20)}`, address: null }));
  await replyWith(page, answer("Short.", { references }));
  const reply = await say(page, "does it hurt");
  assert.equal(await page.locator(".fold").count(), 0);
  await reply.getByText("3 sources").click();
  await page.getByRole("button", { name: "More below" }).waitFor();
  await reply.getByText("3 sources").click();
  await page.locator(".fold").waitFor({ state: "detached" });
});

test("from far above one press leads to the latest question", async () => {
  const page = await here.page();
  await open(page);
  for (const words of ["one", "two", "three"]) {
    await replyWith(page, answer(LONG));
    await say(page, words);
  }
  await page.locator(".log").evaluate((log) => (log.scrollTop = 0));
  await page.getByRole("button", { name: "Jump to the latest" }).click();
  assert.ok((await fromTop(page, page.locator(".message.visitor").last())) < 40);
});

test("messages say when", async () => {
  const page = await here.page({ locale: "en-GB" });
  await open(page);
  await say(page, scenarios.faq.say);
  const time = page.locator(".message.visitor time");
  assert.match(await time.innerText(), /^\d\d:\d\d$/);
  await page.reload();
  await ready(page);
  assert.match(await time.innerText(), /^\d\d:\d\d$/);
});

test("only a check that was run is called one", async () => {
  const page = await here.page();
  await open(page);
  const early = (await say(page, scenarios.check.say)).locator(".assessment");
  assert.doesNotMatch(await early.innerText(), /check found|your answers mean/i);
  assert.equal(await early.getAttribute("aria-label"), "For what you told me");
  const summary = await throughTheCheck(page);
  assert.match(await summary.locator("h3").innerText(), /What your answers mean/);
});

test("the summary ranks its reasons and says each once, on the screen, copied and printed", async () => {
  const page = await here.page({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.context().addInitScript(() => (window.print = () => undefined));
  await page.reload();
  await open(page);
  const points = [
    { text: "Blood thinners: You bleed more.", sources: ["a"] },
    { text: "Eczema: It spreads.", sources: ["b"] },
  ];
  await replyWith(page, {
    id: "m.0",
    kind: "assessment",
    heading: "What your answers mean",
    text: `Please do not needle yourself at home.\n\n${points[0].text}\n\n${points[1].text}\n\nA clinic may say otherwise.`,
    assessment: { home: "do_not", professional: "see_professional_first", reasons: ["blood_thinners", "eczema"], unanswered: [] },
    points,
    references: [
      { id: "a", title: "NHS: Bleeding", address: "https://www.nhs.uk/bleeding" },
      { id: "b", title: "NHS: Eczema", address: null },
    ],
    reviewed: "2026-11-21",
    buttons: [],
  });
  const summary = (await say(page, "done")).locator(".assessment");
  assert.deepEqual(await summary.locator("ol.points > li strong").allInnerTexts(), ["Blood thinners", "Eczema"]);
  await summary.getByRole("button", { name: "Copy summary" }).click();
  await summary.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /1\. Blood thinners: You bleed more\. \[1\]\n2\. Eczema: It spreads\. \[2\]/);
  assert.equal(copied.split("You bleed more").length, 2, "once");
  assert.match(copied, /Made on \d+ \w+ \d{4}/);
  assert.match(copied, /2 sources, last checked 21 Nov 2026/);
  await summary.getByRole("button", { name: "Print" }).click();
  const paper = page.frameLocator("iframe").locator("body");
  assert.deepEqual(await paper.locator("ol").first().locator("li").allTextContents(), ["Blood thinners: You bleed more. [1]", "Eczema: It spreads. [2]"]);
  assert.match(await paper.textContent(), /Made on \d+ \w+ \d{4}/);
});

test("who scrolls away from the question stays there, also when something changes", async () => {
  const page = await here.page({ viewport: { width: 390, height: 600 } });
  await open(page);
  await replyWith(page, answer(LONG, { buttons: [{ title: "And then?", payload: '/faq{"topic": "aftercare"}' }] }));
  await say(page, "does it hurt");
  await page.locator(".message.assistant .chip").last().scrollIntoViewIfNeeded();
  const top = await page.locator(".log").evaluate((log) => log.scrollTop);
  await page.getByRole("textbox").fill("half a question");
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Keep it" }).click();
  assert.ok(Math.abs((await page.locator(".log").evaluate((log) => log.scrollTop)) - top) < 100, "where it was");
  await page.locator(".message.assistant .chip").last().click();
});

test("what changes in the frame of a scroll does not take it back", async () => {
  const page = await here.page({ viewport: { width: 390, height: 600 } });
  await open(page);
  await replyWith(page, answer(LONG));
  await say(page, "does it hurt");
  const moved = await page.locator(".log").evaluate(async (log) => {
    log.scrollTop += 150;
    const top = log.scrollTop;
    const chat = log.getRootNode().host;
    chat.requestUpdate();
    await chat.updateComplete;
    return log.scrollTop - top;
  });
  assert.equal(moved, 0);
});
