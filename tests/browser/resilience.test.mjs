// Reload, other tabs, erasing, lost connections, limits and tokens that are no longer accepted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, returnWithForgedToken, said, say, setUp } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const PROBLEM = { type: "about:blank", title: "Not now" };

function failOnce(page, path, status, headers = {}) {
  return page.route(
    `**/webhooks/web/${path}`,
    (route) => route.fulfill({ status, headers, contentType: "application/problem+json", body: JSON.stringify({ ...PROBLEM, status }) }),
    { times: 1 },
  );
}

const entries = (page) => page.locator(".log [data-key]:not([data-key=greeting])").allInnerTexts();

test("history is there after a reload and in another tab", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.faq.say);
  await page.reload();
  await open(page);
  assert.equal((await entries(page)).length, 2);
  const other = await page.context().newPage();
  await other.goto(here.url);
  await open(other);
  assert.deepEqual(await said(other), [scenarios.faq.say]);
});

test("the conversation follows the visitor to another page of the site", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.faq.say);
  await page.route("**/prices", (route) =>
    route.fulfill({ contentType: "text/html", body: '<!doctype html><title>Prices</title><script src="widget.js" defer></script>' }),
  );
  await page.goto(new URL("prices", here.url).href);
  await open(page);
  assert.deepEqual(await said(page), [scenarios.faq.say]);
});

test("where the browser keeps nothing, the chat works until the page is left", async () => {
  const context = await here.visitor();
  await context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("blocked", "SecurityError"); } });
    }
  });
  const page = await context.newPage();
  await page.goto(here.url);
  await open(page);
  await say(page, scenarios.faq.say);
  await say(page, scenarios.sameDay.say);
  assert.equal((await entries(page)).length, 4);
});

test("a pressed button reads the same after a reload", async () => {
  const page = await here.page();
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  const chip = answer.locator(".chip").first();
  const title = await chip.innerText();
  await chip.click();
  await page.locator(".message.assistant").nth(2).waitFor();
  await page.reload();
  await open(page);
  assert.equal((await said(page))[1], title);
});

test("two tabs show one conversation", async () => {
  const one = await here.page();
  const two = await one.context().newPage();
  await two.goto(here.url);
  await open(one);
  await open(two);
  await say(one, scenarios.faq.say);
  await two.locator(".message.visitor").getByText(scenarios.faq.say).waitFor();
  await say(two, scenarios.sameDay.say);
  await one.locator(".message.visitor").getByText(scenarios.sameDay.say).waitFor();
  const last = one.locator(".message.assistant[data-kind=triage]");
  await last.waitFor();
  assert.equal((await entries(one)).length, 4);
  assert.equal((await entries(two)).length, 4);
});

test("forgetting asks first, erases on the server and in every tab", async () => {
  const page = await here.page();
  const other = await page.context().newPage();
  await other.goto(here.url);
  await open(page);
  await open(other);
  await say(page, scenarios.faq.say);
  const token = await page.evaluate(() => localStorage.getItem(localStorage.key(0)));
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Keep it" }).click();
  assert.equal((await entries(page)).length, 2);
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("This conversation has been erased.").waitFor();
  await other.getByText("This conversation has been erased.").waitFor();
  assert.equal((await entries(page)).length + (await entries(other)).length, 0);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  const answer = await fetch(new URL("messages", here.url), { headers: { Authorization: `Bearer ${token}` } });
  const left = answer.ok ? (await answer.json()).messages : [];
  assert.deepEqual(left, [], "the old token reads nothing");
});

test("when erasing fails the visitor is told and nothing goes", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.faq.say);
  await failOnce(page, "session", 503);
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("could not be erased just now").waitFor();
  assert.equal((await entries(page)).length, 2);
});

test("offline nothing typed is lost, and it leaves when the connection is back", async () => {
  const page = await here.page();
  await open(page);
  await page.context().setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await page.getByRole("textbox").fill(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await page.getByText("Not sent.").waitFor();
  await page.context().setOffline(false);
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.equal((await entries(page)).length, 2);
});

test("a server that fails leaves the message, to be tried again", async () => {
  const page = await here.page();
  await open(page);
  await failOnce(page, "messages", 503);
  await page.getByRole("textbox").fill(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await page.getByText("The assistant is not available just now.").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.equal((await entries(page)).length, 2);
});

test("an empty turn is shown as a failure", async () => {
  const page = await here.page();
  await open(page);
  await page.route("**/webhooks/web/messages", (route) => route.fulfill({ json: { replies: [] } }), { times: 1 });
  await page.getByRole("textbox").fill("hello");
  await page.keyboard.press("Enter");
  await page.getByText("Not sent.").waitFor();
});

test("after too many messages the visitor waits as long as the server says", async () => {
  const page = await here.page();
  await open(page);
  await failOnce(page, "messages", 429, { "Retry-After": "2" });
  await page.getByRole("textbox").fill(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await page.getByText("Please wait 2 seconds").waitFor();
  const retry = page.getByRole("button", { name: "Try again" });
  assert.equal(await retry.isDisabled(), true);
  await page.locator(".failure button:not(:disabled)", { hasText: "Try again" }).waitFor();
  await retry.click();
  await page.locator(".message[data-kind=answer]").waitFor();
});

test("a message that could not be sent survives a reload and can be edited", async () => {
  const page = await here.page();
  await open(page);
  await failOnce(page, "messages", 413);
  await page.getByRole("textbox").fill("too much of it");
  await page.keyboard.press("Enter");
  await page.getByText("This message is too long.").waitFor();
  await page.reload();
  await open(page);
  await page.getByRole("button", { name: "Edit" }).click();
  assert.equal(await page.getByRole("textbox").inputValue(), "too much of it");
});

test("a draft survives a reload", async () => {
  const page = await here.page();
  await open(page);
  await page.getByRole("textbox").fill("half a question");
  await page.reload();
  await open(page);
  assert.equal(await page.getByRole("textbox").inputValue(), "half a question");
});

test("a forged token reads nothing, and the visitor starts anew", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.faq.say);
  await returnWithForgedToken(page);
  assert.equal((await entries(page)).length, 0);
  await say(page, scenarios.faq.say);
  assert.equal((await entries(page)).length, 2);
});

test("when the chat cannot be loaded the launcher says so and works later", async () => {
  const page = await here.page();
  await page.route("**/chat.js*", (route) => route.abort(), { times: 1 });
  const launcher = page.locator("needlewise-widget .launcher");
  await launcher.click();
  await page.getByText("The chat could not be loaded.").waitFor();
  await open(page);
});
