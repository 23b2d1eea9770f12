// Takes the pictures of docs/images: node tests/browser/screenshots.mjs FOLDER
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open, say, setUp } from "./harness.mjs";
import { MOST_QUESTIONS, scenarios } from "./scenarios.mjs";

const folder = process.argv[2] ?? "docs/images";
mkdirSync(folder, { recursive: true });
const here = setUp();
const shot = (page, name) => page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });

async function toTheSummary(page) {
  await say(page, scenarios.check.say);
  for (let step = 0; step < MOST_QUESTIONS && !(await page.locator(".assessment").count()); step++) {
    const boxes = page.getByRole("checkbox");
    const asked = await page.locator(".message.assistant").count();
    if (await boxes.count()) {
      await boxes.nth(0).check();
      await page.getByRole("button", { name: "Continue" }).click();
    } else await page.locator(".options .option").first().click();
    await page.locator(".message.assistant").nth(asked).waitFor();
  }
}

test("demo page", async () => {
  const page = await here.page();
  await page.waitForTimeout(300);
  await shot(page, "demo");
  await open(page);
  await shot(page, "welcome");
});

test("answer with sources", async () => {
  const page = await here.page();
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  await answer.locator("summary").click();
  await page.locator(".log").evaluate((log) => (log.scrollTop = log.scrollHeight));
  await shot(page, "answer");
});

test("guided check and assessment", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.check.say);
  await page.getByRole("checkbox").first().check();
  await shot(page, "check");
  await page.close();
  const again = await here.page();
  await open(again);
  await toTheSummary(again);
  await shot(again, "assessment");
});

test("emergency", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 } });
  await open(page);
  await say(page, scenarios.emergency.say);
  await shot(page, "emergency");
});

test("small phone", async () => {
  const page = await here.page({ viewport: { width: 320, height: 640 } });
  await open(page);
  await shot(page, "phone-welcome");
  await say(page, scenarios.faq.say);
  await shot(page, "phone");
});

test("dark", async () => {
  const page = await here.page({ colorScheme: "dark", viewport: { width: 480, height: 780 } });
  await open(page);
  await toTheSummary(page);
  await shot(page, "dark");
});
