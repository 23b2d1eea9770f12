// The guided check: its answers are docked in view, an answer can be taken back, and asides change nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dock, focused, open, press, ready, said, say, setUp, startTheCheck, throughTheCheck, toSeveralAnswers, untilFocused, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const QUESTION = ".message[data-kind=question] [data-asks]";

for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 780 }, { width: 320, height: 640 }]) {
  test(`${viewport.width} px: every way to answer is in view without scrolling, None before Continue`, async () => {
    const page = await here.page({ viewport });
    await open(page);
    await toSeveralAnswers(page);
    const composer = await page.locator(".composer").boundingBox();
    const names = ["None of these", "Continue", "Not sure", "Skip", "Why do you ask?"];
    const boxes = await Promise.all(names.map((name) => dock(page).getByRole("button", { name, exact: true }).boundingBox()));
    for (const [place, { y, height }] of boxes.entries()) assert.ok(y + height <= composer.y + 1, names[place]);
    const tabbed = await dock(page).locator("button").allInnerTexts();
    assert.ok(tabbed.indexOf("None of these") < tabbed.indexOf("Continue"));
    const asked = await page.locator(QUESTION).last().boundingBox();
    assert.ok(asked.y > 0 && asked.y + asked.height <= (await dock(page).boundingBox()).y, "the question is in view too");
    assert.deepEqual(await violations(page), []);
  });
}

test("a question with many answers stays in view above them", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 780 }, { width: 320, height: 640 }]) {
    const page = await here.page({ viewport });
    const answers = Array.from({ length: 9 }, (_, place) => ({ title: `A condition of the skin ${place}`, payload: `/check_answer{"answers": ["c${place}"]}` }));
    const question = { id: "m.0", kind: "question", text: "What is on the skin you want to needle right now?", select: "many", progress: { step: 3, of: 10 } };
    const buttons = [...answers, { title: "None of these", payload: "/check_none" }, { title: "Skip", payload: "/check_skip" }];
    await open(page);
    await page.route("**/webhooks/web/messages", (route) => route.fulfill({ json: { replies: [{ ...question, buttons }] } }));
    await say(page, "go on");
    const asked = await page.locator(QUESTION).boundingBox();
    const log = await page.locator(".log").boundingBox();
    assert.ok(asked.y >= log.y && asked.y + asked.height <= log.y + log.height - 10, `at ${viewport.width} px`);
  }
});

test("on a window of 320 by 256 pixels, as at 400 %, the check can be answered", async () => {
  const page = await here.page({ viewport: { width: 320, height: 256 } });
  await open(page);
  const boxes = await toSeveralAnswers(page);
  await boxes.first().check();
  await press(page, page.getByRole("button", { name: "Continue" }));
  assert.deepEqual(await violations(page), []);
});

test("an aside repeats no block of answers, and what was ticked stays", async () => {
  const page = await here.page();
  await open(page);
  const boxes = await toSeveralAnswers(page);
  await boxes.nth(1).check();
  const title = await page.locator(".dock .check").nth(1).innerText();
  await press(page, page.getByRole("button", { name: "Why do you ask?" }));
  await dock(page).waitFor();
  assert.equal(await page.locator(".check, .option, .chip").getByText(title, { exact: true }).count(), 1);
  assert.equal(await boxes.nth(1).isChecked(), true);
});

test("Back takes the last answer away: another can be given, here and on the server", async () => {
  const page = await here.page();
  await open(page);
  await startTheCheck(page);
  assert.equal(await page.getByRole("button", { name: "Back", exact: true }).count(), 0, "not at the first question");
  const boxes = await toFirstBoxes(page);
  const question = await page.locator(QUESTION).last().innerText();
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await press(page, page.getByRole("button", { name: "Continue" }));
  const before = (await said(page)).length;
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await page.waitForFunction(
    ([selector, words]) => {
      const root = document.querySelector("needlewise-widget").shadowRoot.querySelector("needlewise-chat").shadowRoot;
      return [...root.querySelectorAll(selector)].at(-1)?.innerText === words;
    },
    [QUESTION, question],
  );
  assert.equal((await said(page)).length, before - 1);
  assert.equal(await boxes.nth(0).isChecked(), false);
  await boxes.nth(1).check();
  await press(page, page.getByRole("button", { name: "Continue" }));
  await page.reload();
  await ready(page);
  assert.equal((await said(page)).length, before);
  assert.doesNotMatch((await said(page)).at(-1), /,/, "one answer, not two");
});

/** Goes on from the check's first question to one with several answers. */
async function toFirstBoxes(page) {
  const boxes = dock(page).locator("input[type=checkbox]");
  for (let asked = 0; asked < 10 && !(await boxes.count()); asked++) await press(page, dock(page).locator(".option").first());
  return boxes;
}

test("after a press of the mouse the field has the keyboard; by keyboard, what comes next", async () => {
  const page = await here.page();
  await open(page);
  await startTheCheck(page);
  await press(page, dock(page).locator(".option, .row .chip").first());
  await untilFocused(page, "question");
  const button = dock(page).getByRole("button", { name: "Skip", exact: true });
  await button.focus();
  const before = await page.locator(".message.assistant").count();
  await page.keyboard.press("Enter");
  await page.locator(".message.assistant").nth(before).waitFor();
  await untilFocused(page, await page.locator(".message.assistant").nth(before).getAttribute("data-key"));
  await page.keyboard.type("h");
  assert.equal(await focused(page), "question", "what is typed goes into the field");
  assert.equal(await page.getByRole("textbox").inputValue(), "h");
});

test("on a touch screen a press does not bring up the keyboard", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
  await open(page);
  await startTheCheck(page);
  assert.notEqual(await focused(page), "question");
});

test("the field says what it waits for", async () => {
  const page = await here.page();
  await open(page);
  const field = page.getByRole("textbox", { name: "Your question" });
  assert.equal(await field.getAttribute("placeholder"), "Type your question");
  await startTheCheck(page);
  assert.equal(await field.getAttribute("placeholder"), "Or type your answer");
  await throughTheRest(page);
  assert.equal(await field.getAttribute("placeholder"), "Type your question");
});

async function throughTheRest(page) {
  await say(page, scenarios.emergency.say);
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("This conversation has been erased.").waitFor();
  await throughTheCheck(page);
}
