// Whether a message arrived is told truthfully, and danger gets its numbers whatever the connection does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, ready, said, say, setUp, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const MESSAGES = "**/webhooks/web/messages";
const isSay = (request) => request.method() === "POST" && request.url().endsWith("/messages");

async function type(page, text) {
  await page.getByRole("textbox", { name: "Your question" }).fill(text);
  await page.keyboard.press("Enter");
}

/** The names of the messages that the page sends from now on. */
function names(page) {
  const found = [];
  page.on("request", (request) => isSay(request) && found.push(request.postDataJSON().id));
  return found;
}

for (const [what, fail] of [
  ["the server is away", (page) => page.route(MESSAGES, (route) => route.abort())],
  ["the server fails", (page) => page.route(MESSAGES, (route) => route.fulfill({ status: 503 }))],
  ["there were too many messages", (page) => page.route(MESSAGES, (route) => route.fulfill({ status: 429, headers: { "Retry-After": "60" } }))],
  ["the visitor is offline", (page) => page.context().setOffline(true)],
]) {
  test(`an emergency typed while ${what} shows whom to call, in the message itself`, async () => {
    const page = await here.page({ viewport: { width: 320, height: 640 } });
    await open(page);
    await fail(page);
    await type(page, scenarios.emergency.say);
    const failed = page.locator(".message.visitor[data-state=failed]");
    await failed.getByText("do not wait for this chat").waitFor();
    const calls = failed.locator("a.call");
    assert.ok((await calls.count()) > 0);
    assert.match(await calls.first().getAttribute("href"), /^tel:\d+$/);
    const { y, height } = await calls.last().boundingBox();
    const composer = await page.locator(".composer").boundingBox();
    assert.ok(y + height <= composer.y, "without scrolling");
    assert.deepEqual(await violations(page), []);
  });
}

for (const text of ["she passed out", "my throat feels tight", "i cant breathe", "it wont stop bleeding, so much blood", "i want to die", "my eye is swelling shut"]) {
  test(`words of danger: ${text}`, async () => {
    const page = await here.page();
    await open(page);
    await page.route(MESSAGES, (route) => route.abort());
    await type(page, text);
    await page.locator("[data-state=failed] a.call").first().waitFor();
  });
}

test("an ordinary question that failed shows no alarm", async () => {
  const page = await here.page();
  await open(page);
  await page.route(MESSAGES, (route) => route.abort());
  await type(page, "which needle length for the cheeks");
  await page.getByText("Not sent.").waitFor();
  assert.equal(await page.locator("[data-state=failed] a.call").count(), 0);
});

test("every message has a name, and is tried again under the same one", async () => {
  const page = await here.page();
  await open(page);
  const sent = names(page);
  await page.route(MESSAGES, (route) => route.fulfill({ status: 503 }), { times: 1 });
  await type(page, scenarios.faq.say);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".message[data-kind=answer]").waitFor();
  await say(page, scenarios.sameDay.say);
  assert.equal(sent.length, 3);
  assert.equal(sent[0], sent[1]);
  assert.notEqual(sent[1], sent[2]);
  for (const name of sent) assert.match(name, /^[A-Za-z0-9-]{8,64}$/);
});

test("a page left right after sending comes back to the message and its one answer", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.sameDay.say);
  const sent = names(page);
  const arrived = new Promise((resolve) => {
    void page.route(
      MESSAGES,
      async (route) => {
        await route.fetch();
        resolve();
      },
      { times: 1 },
    );
  });
  await type(page, scenarios.faq.say);
  await arrived;
  await page.reload();
  await ready(page);
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.deepEqual(await said(page), [scenarios.sameDay.say, scenarios.faq.say]);
  assert.equal(await page.locator(".message[data-kind=answer]").count(), 1);
  assert.equal(await page.getByText("Not sent.").count(), 0);
  assert.equal(sent.length, 1, "it is not sent again");
});

test("a message that did not leave before the page was left is sent when it is back, as the same one", async () => {
  const page = await here.page();
  await open(page);
  const sent = names(page);
  let caught;
  const held = new Promise((resolve) => (caught = resolve));
  await page.route(MESSAGES, () => caught(), { times: 1 });
  await type(page, scenarios.faq.say);
  await held;
  await page.reload();
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.deepEqual(await said(page), [scenarios.faq.say]);
  assert.deepEqual([sent.length, new Set(sent).size], [2, 1]);
});

test("after the time-out nothing is claimed, and trying again shows the answer that was there", async () => {
  const context = await here.visitor();
  await context.addInitScript(() => {
    const original = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (wait) => original(window.impatient ? 300 : wait);
  });
  const page = await context.newPage();
  await page.goto(here.url);
  await open(page);
  const sent = names(page);
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.route(MESSAGES, async (route) => arrive(await route.fetch()), { times: 1 });
  await page.evaluate(() => (window.impatient = true));
  await type(page, scenarios.faq.say);
  await page.getByText("No answer has come yet.").waitFor();
  assert.equal(await page.getByText("Not sent.").count(), 0);
  await arrived;
  await page.evaluate(() => (window.impatient = false));
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.deepEqual(await said(page), [scenarios.faq.say]);
  assert.equal(sent.length, 1);
});

test("a wait over four seconds is told, and an emergency that waits shows its numbers", async () => {
  const page = await (await here.visitor()).newPage();
  await page.clock.install();
  await page.goto(here.url);
  await open(page);
  let answer;
  const held = new Promise((resolve) => {
    void page.route(MESSAGES, async (route) => {
      await new Promise((release) => {
        answer = release;
        resolve();
      });
      await route.continue();
    });
  });
  await type(page, scenarios.emergency.say);
  await held;
  assert.equal(await page.getByText("This takes longer than usual.").count(), 0);
  await page.clock.fastForward(4100);
  await page.locator(".typing").getByText("This takes longer than usual.").waitFor();
  await page.locator("[data-state=sending] a.call").first().waitFor();
  answer();
  await page.locator(".message[data-kind=triage]").waitFor();
  assert.equal(await page.getByText("This takes longer than usual.").count(), 0);
});

test("on a site that is not allowed the owner learns why, and the visitor whom to call", async () => {
  const shop = await here.pageWith(
    `<!doctype html><html lang="en"><head><title>A shop</title></head><body><main><h1>A shop</h1></main><script src="${here.url}widget.js"></script></body></html>`,
    { foreign: true },
  );
  const logged = [];
  shop.on("console", (message) => logged.push(message.text()));
  // An answer that is for another site's pages: the browser keeps it from this one.
  const headers = { "Access-Control-Allow-Origin": "https://clinic.example" };
  for (const path of ["config", "session", "messages"]) await shop.route(`**/webhooks/web/${path}`, (route) => route.fulfill({ json: {}, headers }));
  await open(shop);
  assert.match(await shop.locator(".footer").innerText(), /In an emergency call 112, 999 or 911/);
  await type(shop, scenarios.emergency.say);
  await shop.getByText("This chat is not switched on for this page yet.").waitFor();
  await shop.locator("[data-state=failed] a.call").first().waitFor();
  const told = logged.filter((text) => text.includes("allowed_origins"));
  assert.equal(told.length, 1, "once");
  assert.ok(told[0].includes(new URL(shop.url()).origin));
  assert.deepEqual(await violations(shop), []);
});

test("what was not understood always offers three ways on", async () => {
  const page = await here.page();
  await open(page);
  const reply = await say(page, scenarios.outOfScope.say);
  assert.equal(await reply.getAttribute("data-kind"), "fallback");
  assert.ok((await reply.locator(".chip").count()) >= 3);
});
