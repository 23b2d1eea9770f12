// A visitor's way: notice, question, sources, guided check, triage, feedback.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, press, said, say, setUp, startTheCheck, throughTheCheck, toSeveralAnswers, untilFocused, violations } from "./harness.mjs";
import { MARKUP, scenarios } from "./scenarios.mjs";

const here = setUp();

test("the notice stands before the first message: a program, not a doctor, not reviewed", async () => {
  const page = await here.page();
  await open(page);
  const notice = page.getByRole("region", { name: "Before you start" });
  for (const words of ["This is a program", "not a doctor", "not been clinically reviewed"]) {
    assert.match(await notice.innerText(), new RegExp(words));
  }
  assert.equal(await page.evaluate(() => localStorage.length), 0, "nothing is kept before the first message");
});

test("the notice links the site's privacy page and names who reviewed the content, once there are such", async () => {
  const page = await here.page();
  const review = { by: "Dr A. Example", date: "2026-10-02" };
  await page.route("**/webhooks/web/config", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, privacy_link: "https://clinic.example/privacy", clinically_reviewed: review } });
  });
  await open(page);
  const notice = page.getByRole("region", { name: "Before you start" });
  assert.equal(await notice.getByRole("link", { name: /Privacy/ }).getAttribute("href"), "https://clinic.example/privacy");
  assert.match(await notice.innerText(), /clinically reviewed by Dr A\. Example on 2 Oct/);
});

test("the greeting offers topics and the check, and what was pressed reads the same after a reload", async () => {
  const page = await here.page();
  await open(page);
  const greeting = page.locator("[data-key=greeting]");
  const titles = await greeting.locator(".chip").allInnerTexts();
  assert.ok(titles.length >= 3 && titles.length <= 4, String(titles));
  const last = await greeting.locator(".chip").last().boundingBox();
  const composer = await page.locator(".composer").boundingBox();
  assert.ok(last.y + last.height <= composer.y, "all are seen without scrolling");
  const answer = await press(page, greeting.locator(".chip").first());
  assert.equal(await answer.getAttribute("data-kind"), "answer");
  assert.equal(await greeting.locator(".chip").count(), 0);
  await page.reload();
  await open(page);
  assert.deepEqual(await said(page), [titles[0]]);
  const another = await here.page();
  await open(another);
  const question = await press(another, another.locator("[data-key=greeting] .chip").last());
  assert.equal(await question.getAttribute("data-kind"), "question");
});

test("while the assistant writes, this is shown and said", async () => {
  const page = await here.page();
  await open(page);
  let answer;
  await page.route("**/webhooks/web/messages", async (route) => {
    await new Promise((resolve) => (answer = resolve));
    await route.continue();
  });
  await page.getByRole("textbox").fill(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await page.locator(".typing").getByText("The assistant is writing").waitFor();
  assert.deepEqual(await violations(page), []);
  answer();
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.equal(await page.locator(".typing").count(), 0);
});

test("the chat is loaded on first opening, not before", async () => {
  const page = await (await here.visitor()).newPage();
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname.split("/").pop()));
  await page.goto(here.url);
  assert.ok(loaded.includes("widget.js") && !loaded.includes("chat.js"), String(loaded));
  await open(page);
  assert.ok(loaded.includes("chat.js"));
});

test("an answer names its sources, with links, and the day of their last check", async () => {
  const page = await here.page();
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  assert.equal(await answer.getAttribute("data-kind"), "answer");
  const list = answer.locator(".sources ol");
  assert.equal(await list.isVisible(), false);
  await answer.locator("summary").click();
  assert.ok((await list.locator("li").count()) > 0);
  assert.match(await answer.locator("summary").innerText(), /last checked \d/);
  for (const link of await list.getByRole("link").all()) {
    assert.match(await link.getAttribute("href"), /^https?:/);
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  }
});

test("a follow-up chip asks its question, and the field keeps the keyboard", async () => {
  const page = await here.page();
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  const chip = answer.locator(".chip").first();
  const title = await chip.innerText();
  await chip.click();
  await page.locator(".message.assistant").nth(2).waitFor();
  assert.equal((await said(page)).at(-1), title);
  assert.equal(await answer.locator(".chip").count(), 0, "chips of earlier turns are gone");
  await untilFocused(page, "question");
});

test("the guided check shows its progress and ends in a summary in words", async () => {
  const page = await here.page();
  await open(page);
  await startTheCheck(page);
  assert.match(await page.locator(".progress").innerText(), /Question 1 of \d+/);
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("This conversation has been erased.").waitFor();
  const summary = await throughTheCheck(page);
  assert.equal(await page.locator(".dock, .question .option").count(), 0, "what was asked before is closed");
  assert.equal(await summary.locator(".level .icon").count(), 2);
  assert.match(await summary.innerText(), /At home\s+\S.+\s+With a professional\s+\S/s);
  assert.match(await summary.locator(".point").first().innerText(), /\[\d+(, \d+)*\]/, "each reason names its sources");
});

test("several answers of one question go out together", async () => {
  const page = await here.page();
  await open(page);
  const boxes = await toSeveralAnswers(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Choose at least one answer first.").waitFor();
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/messages"));
  await page.getByRole("button", { name: "Continue" }).click();
  assert.match((await sent).postDataJSON().payload, /^\/check_answer\{"answers": \["\w+", "\w+"\]\}$/);
  await page.locator(".message.visitor").last().getByText(", ").waitFor();
});

test("the summary can be copied and printed, without the page around it", async () => {
  const page = await here.page({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.context().addInitScript(() => (window.print = () => undefined));
  await page.reload();
  await open(page);
  const summary = await throughTheCheck(page);
  await summary.getByRole("button", { name: "Copy summary" }).click();
  await summary.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /At home: .+\nWith a professional: /);
  await summary.getByRole("button", { name: "Print" }).click();
  const paper = page.frameLocator("iframe").locator("body");
  assert.match(await paper.textContent(), /At home/);
  assert.doesNotMatch(await paper.textContent(), /Skin care/);
});

test("an emergency is said in words, with numbers to call", async () => {
  const page = await here.page();
  await open(page);
  const reply = await say(page, scenarios.emergency.say);
  assert.match(await reply.innerText(), /Emergency: get help now/);
  const calls = reply.locator("a.call");
  assert.ok((await calls.count()) > 0);
  assert.match(await calls.first().getAttribute("href"), /^tel:\+?\d+$/);
  assert.equal(await reply.locator(".feedback").count(), 0, "no thumbs under an emergency");
});

test("a danger sign that can wait hours is told apart from an emergency", async () => {
  const page = await here.page();
  await open(page);
  assert.match(await (await say(page, scenarios.sameDay.say)).innerText(), /See a doctor today/);
});

test("what is not about microneedling is turned away", async () => {
  const page = await here.page();
  await open(page);
  assert.equal(await (await say(page, scenarios.outOfScope.say)).getAttribute("data-kind"), "fallback");
});

test("a thumb down can carry a reason", async () => {
  const page = await here.page();
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/feedback") && sent.push(request.postDataJSON()));
  await answer.getByRole("button", { name: "No, not helpful" }).click();
  const reason = answer.getByRole("textbox");
  await reason.waitFor();
  assert.equal(await reason.evaluate((field) => field.getRootNode().activeElement === field), true);
  await reason.fill("It does not say how long it hurts.");
  await page.keyboard.press("Enter");
  await answer.getByText("Thank you.").waitFor();
  assert.equal(sent.length, 2);
  assert.deepEqual([sent[1].helpful, sent[1].reason], [false, "It does not say how long it hurts."]);
});

test("markup in messages is shown as text", async () => {
  const page = await here.page();
  await open(page);
  await say(page, MARKUP);
  assert.deepEqual(await said(page), [MARKUP]);
  await page.reload();
  await open(page);
  assert.deepEqual(await said(page), [MARKUP]);
  assert.equal(await page.locator(".message img, .message script, .message b").count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test("markup in replies is shown as text too", async () => {
  const page = await here.page();
  const hostile = {
    id: "m.0",
    kind: "answer",
    text: MARKUP,
    heading: MARKUP,
    points: [`${MARKUP}.`],
    buttons: [{ title: MARKUP, payload: "/x" }],
    references: [{ id: "s", title: MARKUP, address: "javascript:window.hacked = 1" }],
  };
  await page.route("**/webhooks/web/messages", (route) => route.fulfill({ json: { replies: [hostile] } }));
  await open(page);
  const reply = await say(page, "hello");
  assert.match(await reply.innerText(), /<img src=x onerror/);
  assert.equal(await reply.getByRole("link").count(), 0, "only web addresses become links");
  assert.equal(await page.locator(".message img, .message script, .message b").count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test("the page hears what happened and never what was said", async () => {
  const page = await here.page();
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ["open", "close", "message", "reply", "feedback", "forget", "error"]) {
      document.addEventListener(`needlewise:${name}`, (event) => window.heard.push([name, event.detail]));
    }
  });
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  await answer.getByRole("button", { name: "Yes, helpful" }).click();
  await answer.getByText("Thank you.").waitFor();
  await page.route("**/webhooks/web/messages", (route) => route.fulfill({ status: 503 }), { times: 1 });
  await page.getByRole("textbox").fill("does it hurt a lot");
  await page.keyboard.press("Enter");
  await page.getByText("The assistant is not available just now.").waitFor();
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("This conversation has been erased.").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => window.heard.some(([name]) => name === "close"));
  const heard = await page.evaluate(() => window.heard);
  assert.deepEqual(heard, [
    ["open", {}],
    ["message", { by: "text" }],
    ["reply", { kind: "answer", topic: scenarios.faq.topic }],
    ["feedback", { helpful: true }],
    ["message", { by: "text" }],
    ["error", { failure: "unavailable" }],
    ["forget", {}],
    ["close", {}],
  ]);
});

test("a page's own button opens the chat on its topic, and gets the focus back", async () => {
  const page = await here.page();
  await page.getByRole("button", { name: "Ask about aftercare" }).click();
  await page.locator(".message.assistant").nth(1).waitFor();
  const about = page.getByText(`About: ${scenarios.topicOfPage.title}`);
  await about.waitFor();
  await page.keyboard.press("Escape");
  await untilFocused(page, "Ask about aftercare");
  await page.reload();
  await open(page);
  await about.waitFor();
});
