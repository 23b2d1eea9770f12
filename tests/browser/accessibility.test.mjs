// Keyboard, screen reader roles, axe-core in every state, small windows, zoom, motion, colours, right to left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, forgotten, open, returnWithForgedToken, say, setUp, startTheCheck, throughTheCheck, toSeveralAnswers, untilFocused, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();

const STATES = {
  closed: async () => undefined,
  welcome: open,
  "answer with sources": async (page) => {
    await open(page);
    await (await say(page, scenarios.faq.say)).locator("summary").click();
  },
  "reason for a thumb down": async (page) => {
    await open(page);
    const answer = await say(page, scenarios.faq.say);
    await answer.getByRole("button", { name: "No, not helpful" }).click();
    await answer.getByRole("textbox").waitFor();
  },
  question: async (page) => {
    await open(page);
    await startTheCheck(page);
  },
  "question with several answers, none chosen": async (page) => {
    await open(page);
    await toSeveralAnswers(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Choose at least one answer first.").waitFor();
  },
  assessment: async (page) => {
    await open(page);
    await throughTheCheck(page);
  },
  "summary copied": async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page);
    await (await throughTheCheck(page)).getByRole("button", { name: "Copy summary" }).click();
    await page.getByText("Copied").waitFor();
  },
  emergency: async (page) => {
    await open(page);
    await say(page, scenarios.emergency.say);
  },
  "same day": async (page) => {
    await open(page);
    await say(page, scenarios.sameDay.say);
  },
  "normal healing": async (page) => {
    await open(page);
    await say(page, scenarios.healing.say);
  },
  "which of these": async (page) => {
    await open(page);
    assert.equal(await (await say(page, scenarios.clarify.say)).getAttribute("data-kind"), "clarify");
  },
  "thanked for a thumb up": async (page) => {
    await open(page);
    const answer = await say(page, scenarios.faq.say);
    await answer.getByRole("button", { name: "Yes, helpful" }).click();
    await answer.getByText("Thank you.").waitFor();
  },
  "feedback not sent": async (page) => {
    await open(page);
    const answer = await say(page, scenarios.faq.say);
    await page.route("**/webhooks/web/feedback", (route) => route.abort());
    await answer.getByRole("button", { name: "Yes, helpful" }).click();
    await answer.getByText("Your feedback could not be sent.").waitFor();
  },
  "opened on a topic": async (page) => {
    await page.getByRole("button", { name: "Ask about aftercare" }).click();
    await page.locator(".message[data-kind=answer]").waitFor();
  },
  "earlier conversation ended": async (page) => {
    await open(page);
    await say(page, scenarios.faq.say);
    await returnWithForgedToken(page);
  },
  "history not loaded": async (page) => {
    await open(page);
    await say(page, scenarios.faq.say);
    await page.route("**/webhooks/web/messages", (route) => route.fulfill({ status: 503 }));
    await page.reload();
    await open(page);
    await page.getByText("Your earlier messages could not be loaded.").waitFor();
  },
  "asked to forget": async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Forget this conversation" }).click();
  },
  forgotten,
  "too many messages": async (page) => {
    await open(page);
    await page.route("**/webhooks/web/messages", (route) => route.fulfill({ status: 429, headers: { "Retry-After": "60" } }));
    await page.getByRole("textbox").fill("does it hurt");
    await page.keyboard.press("Enter");
    await page.getByText("Please wait 60 seconds").waitFor();
  },
  "chat not loaded": async (page) => {
    await page.route("**/chat.js*", (route) => route.abort());
    await page.locator("needlewise-widget .launcher").click();
    await page.getByText("The chat could not be loaded.").waitFor();
  },
  "a summary below the fold": async (page) => {
    await open(page);
    await throughTheCheck(page);
    await page.getByRole("button", { name: "More below" }).waitFor();
  },
  "not sent, with words of danger": async (page) => {
    await open(page);
    await page.route("**/webhooks/web/messages", (route) => route.abort());
    await page.getByRole("textbox").fill(scenarios.emergency.say);
    await page.keyboard.press("Enter");
    await page.getByText("do not wait for this chat").waitFor();
  },
  "the notice unfolded": async (page) => {
    await open(page);
    await page.getByText("What it does and what it keeps").click();
    await page.getByText("It cannot examine you").waitFor();
  },
  offline: async (page) => {
    await open(page);
    await page.context().setOffline(true);
    await page.getByRole("textbox").fill("does it hurt");
    await page.keyboard.press("Enter");
    await page.getByText("Not sent.").waitFor();
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe-core finds nothing: ${state}, ${colorScheme}`, async () => {
      const page = await here.page({ colorScheme });
      await reach(page);
      assert.deepEqual(await violations(page), []);
    });
  }
}

for (const viewport of [{ width: 320, height: 640 }, { width: 640, height: 400 }, { width: 320, height: 256 }]) {
  test(`${viewport.width} by ${viewport.height}: all fits, nothing scrolls sideways, axe-core finds nothing`, async () => {
    const page = await here.page({ viewport });
    await open(page);
    await throughTheCheck(page);
    const box = await page.getByRole("dialog").boundingBox();
    assert.deepEqual(box, { x: 0, y: 0, ...viewport });
    const send = await page.getByRole("button", { name: "Send" }).boundingBox();
    assert.ok(send.y + send.height <= viewport.height);
    const log = page.getByRole("log");
    assert.equal(await log.evaluate((element) => element.scrollWidth - element.clientWidth), 0);
    assert.ok((await log.boundingBox()).height > viewport.height * 0.35);
    assert.deepEqual(await violations(page), []);
  });
}

test("the example page fits a phone of 320 px, its launcher too", async () => {
  const page = await here.page({ viewport: { width: 320, height: 640 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const { x, y, width, height } = await page.locator("needlewise-widget .launcher").boundingBox();
  assert.ok(x >= 0 && x + width <= 320 && y + height <= 640);
  assert.deepEqual(await violations(page), []);
});

test("zoomed to 200 % the chat stays usable", async () => {
  // Half the CSS pixels at twice the device pixels is what a browser's zoom does.
  const page = await here.page({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
  await open(page);
  const answer = await say(page, scenarios.faq.say);
  await answer.locator("summary").click();
  await answer.locator(".sources li").last().scrollIntoViewIfNeeded();
  await page.getByRole("button", { name: "Close the chat" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("text twice as large still fits", async () => {
  const page = await here.page();
  await open(page);
  await page.locator("needlewise-widget").evaluate((widget) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("dialog { font-size: 2em !important }");
    widget.shadowRoot.querySelector("needlewise-chat").shadowRoot.adoptedStyleSheets.push(sheet);
  });
  await say(page, scenarios.faq.say);
  assert.equal(await page.getByRole("log").evaluate((element) => element.scrollWidth - element.clientWidth), 0);
});

test("by keyboard alone: open, ask, unfold sources, answer the check, close", async () => {
  const page = await here.page();
  const launcher = page.locator("needlewise-widget .launcher");
  await launcher.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.locator(".log[aria-live=polite]").waitFor();
  assert.equal(await focused(page), "question", "the field has the focus on opening");
  await page.keyboard.type(scenarios.faq.say);
  await page.keyboard.press("Enter");
  await page.locator(".message[data-kind=answer]").waitFor();
  assert.equal(await focused(page), "question", "and keeps it after sending");
  for (let press = 0; press < 20 && !/source/.test(await focused(page)); press++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".sources ol").first().isVisible(), true);
  for (let press = 0; press < 20 && (await focused(page)) !== "question"; press++) await page.keyboard.press("Tab");
  await page.keyboard.type(scenarios.check.say);
  await page.keyboard.press("Enter");
  await page.locator(".assessment").waitFor();
  for (let back = 0; back < 20 && (await focused(page)) !== scenarios.check.button; back++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  const question = page.locator(".message[data-kind=question]");
  await question.first().waitFor();
  await untilFocused(page, await question.first().getAttribute("data-key"));
  // From the question the next stop is its first answer.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  if (await page.locator(".dock input").count()) {
    while ((await focused(page)) !== "Continue") await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
  }
  await question.nth(1).waitFor();
  await untilFocused(page, await question.nth(1).getAttribute("data-key"));
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await untilFocused(page, "Ask about microneedling");
});

test("on a phone the title gets the focus, so that no keyboard covers the notice", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
  await open(page);
  await untilFocused(page, "title");
});

test("filling the window, the chat keeps the focus inside", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 } });
  await open(page);
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement.localName === "needlewise-widget");
    assert.ok(inside, await focused(page));
  }
});

test("a phone's keyboard, which covers the page without making it smaller, leaves the field in view", async () => {
  const context = await here.visitor({ viewport: { width: 390, height: 780 } });
  await context.addInitScript(() => {
    const viewport = Object.assign(new EventTarget(), { height: 780, offsetTop: 0, scale: 1 });
    Object.defineProperty(window, "visualViewport", { value: viewport });
  });
  const page = await context.newPage();
  await page.goto(here.url);
  await open(page);
  await page.evaluate(() => {
    Object.assign(window.visualViewport, { height: 400, offsetTop: 30 });
    window.visualViewport.dispatchEvent(new Event("resize"));
  });
  const { y, height } = await page.getByRole("dialog").boundingBox();
  assert.deepEqual([y, height], [30, 400]);
  const field = await page.getByRole("textbox").boundingBox();
  assert.ok(field.y + field.height <= 430);
});

test("turning a phone keeps the chat open and its text", async () => {
  const page = await here.page({ viewport: { width: 390, height: 780 } });
  await open(page);
  await page.getByRole("textbox").fill("half a question");
  await page.setViewportSize({ width: 900, height: 700 });
  await page.getByRole("dialog").waitFor();
  assert.equal(await page.getByRole("textbox").inputValue(), "half a question");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

test("the log announces politely, and not what was there before", async () => {
  const page = await here.page();
  await open(page);
  await say(page, scenarios.faq.say);
  const log = page.getByRole("log", { name: "Conversation" });
  let whileLoading;
  await page.route("**/webhooks/web/messages", async (route) => {
    whileLoading = await log.getAttribute("aria-live");
    await route.continue();
  });
  await page.reload(); // an open chat opens again by itself, and loads at once
  await open(page);
  assert.equal(whileLoading, "off");
  assert.equal(await log.getAttribute("aria-live"), "polite");
  assert.equal(await page.locator(".message.visitor").count(), 1);
});

test("without motion nothing is animated, with motion it is", async () => {
  for (const [reducedMotion, animated] of [["reduce", false], ["no-preference", true]]) {
    const page = await here.page({ reducedMotion });
    await open(page);
    const name = await page.getByRole("dialog").evaluate((dialog) => getComputedStyle(dialog).animationName);
    assert.equal(name !== "none", animated);
  }
});

test("with forced colours every control keeps an outline", async () => {
  const page = await here.page({ forcedColors: "active" });
  await open(page);
  await startTheCheck(page);
  for (const selector of [".bubble", ".send", ".dock :is(.option, .check)", ".small", ".card"]) {
    const width = await page.locator(selector).first().evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth));
    assert.ok(width >= 1, selector);
  }
  assert.deepEqual(await violations(page), []);
});

test("on a page written right to left the chat stands and reads that way", async () => {
  const page = await here.pageWith(
    '<!doctype html><html lang="ar" dir="rtl"><head><title>عيادة</title></head><body><main><h1>عيادة</h1></main><script src="widget.js"></script></body></html>',
  );
  await open(page);
  await say(page, scenarios.faq.say);
  const { x } = await page.getByRole("dialog").boundingBox();
  assert.ok(x < 100, "it stands at the left");
  const close = await page.getByRole("button", { name: "Close the chat" }).boundingBox();
  const title = await page.getByRole("dialog").locator("h2").boundingBox();
  assert.ok(close.x < title.x);
  const side = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);
  assert.equal(await side(page.locator(".message.assistant .bubble").last()), "ltr", "an answer in English reads as English");
  assert.equal(await side(page.locator(".header")), "rtl");
  assert.deepEqual(await violations(page), []);
});
