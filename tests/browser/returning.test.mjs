// The chat goes with the visitor from page to page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, open, ready, said, say, setUp, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const PAGE = '<!doctype html><html lang="en"><title>Prices</title><body><main><h1>Prices</h1><input id="search" aria-label="Search"></main><script src="widget.js"></script></body></html>';

async function goToPrices(page) {
  await page.route("**/prices", (route) => route.fulfill({ contentType: "text/html", body: PAGE }));
  await page.goto(new URL("prices", here.url).href);
}

test("open on one page it is open on the next, at the same place, and leaves the focus to the page", async () => {
  const page = await here.page();
  await open(page);
  for (const words of [scenarios.faq.say, scenarios.sameDay.say, scenarios.faq.say]) await say(page, words);
  await page.locator(".log").evaluate((log) => (log.scrollTop = 150));
  await goToPrices(page);
  await page.locator("#search").focus();
  await ready(page);
  assert.equal((await said(page)).length, 3);
  assert.equal(await page.locator(".log").evaluate((log) => log.scrollTop), 150);
  assert.equal(await focused(page), "Search");
});

test("closed on one page it stays closed on the next", async () => {
  const page = await here.page();
  await open(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await goToPrices(page);
  await page.locator("needlewise-widget .launcher").waitFor();
  assert.equal(asked.filter((address) => address.includes("chat.js")).length, 0);
});

test("on a phone, where it would cover the page, it waits to be opened", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 } });
  await open(page);
  await goToPrices(page);
  await page.locator("needlewise-widget .launcher").click();
  await ready(page);
});

test("an answer that comes after closing is counted on the launcher", async () => {
  const page = await here.page();
  await open(page);
  let answer;
  const held = new Promise((resolve) => {
    void page.route("**/webhooks/web/messages", async (route) => {
      await new Promise((release) => {
        answer = release;
        resolve();
      });
      await route.continue();
    });
  });
  await page.getByRole("textbox").fill(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await held;
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  answer();
  await page.getByText("1 new").waitFor();
  assert.deepEqual(await violations(page), []);
  await open(page);
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.equal(await page.getByText("1 new").count(), 0);
});

test("a draft goes to the next page", async () => {
  const page = await here.page();
  await open(page);
  await page.getByRole("textbox").fill("half a question");
  await goToPrices(page);
  await ready(page);
  assert.equal(await page.getByRole("textbox", { name: "Your question" }).inputValue(), "half a question");
});
