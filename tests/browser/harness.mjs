// What every browser test needs: the server, a browser, a page with the widget, and axe-core.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, afterEach, before } from "node:test";
import { MOST_QUESTIONS, scenarios } from "./scenarios.mjs";
import { standIn } from "./stand_in.mjs";

const widget = fileURLToPath(new URL("../../widget/", import.meta.url));
const require = createRequire(`${widget}package.json`);
const { chromium } = require("playwright-core");
export const axe = require("axe-core");

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Long, for where the machine is busy with other things too: only what fails takes it. */
const PATIENCE_MS = 30_000;

/** The channel's address: of the server that NEEDLEWISE_URL names, else of a stand-in started here. */
export const real = process.env.NEEDLEWISE_URL;

/**
 * The server and the browser of one test file, from its first test to its last.
 * `page()` gives a page of a new visitor; `.url` ends in /webhooks/web/.
 */
export function setUp() {
  const here = {};
  const closing = [];
  before(async () => {
    if (!existsSync(`${widget}dist/widget.js`)) throw new Error("Build the widget first: npm run build in widget/");
    here.server = real ? null : await standIn(`${widget}dist`);
    here.url = real ? new URL("/webhooks/web/", real).href : here.server.url;
    here.browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  after(async () => {
    await here.browser?.close();
    here.server?.close();
    for (const close of closing) close();
  });
  afterEach(async () => {
    for (const context of here.browser?.contexts() ?? []) await context.close();
  });
  here.visitor = async (options = {}) => {
    const context = await here.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  here.page = async (options = {}) => {
    const page = await (await here.visitor(options)).newPage();
    await page.goto(here.url);
    return page;
  };
  /** A page of our own with the given HTML: on the server's origin, or with `foreign` on another. */
  here.pageWith = async (html, { headers = {}, foreign = false, ...options } = {}) => {
    const context = await here.visitor(options);
    const page = await context.newPage();
    const full = { "Content-Type": "text/html; charset=utf-8", ...headers };
    if (foreign) {
      const server = createServer((_, response) => response.writeHead(200, full).end(html));
      await new Promise((resolve) => server.listen(Number(process.env.NEEDLEWISE_PAGE_PORT ?? 0), "127.0.0.1", resolve));
      closing.push(() => server.close());
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
    } else {
      await page.route("**/page-of-the-test", (route) => route.fulfill({ body: html, headers: full }));
      await page.goto(new URL("page-of-the-test", here.url).href);
    }
    return page;
  };
  return here;
}

/** Opens the chat by its launcher and waits for it; one that was open before the page was left is so already. */
export async function open(page) {
  const isOpen = await page.evaluate(() => {
    try {
      return Object.keys(sessionStorage).some((key) => key.endsWith(":open")) && !matchMedia("(max-width: 480px), (max-height: 480px)").matches;
    } catch {
      return false;
    }
  });
  if (!isOpen) await page.locator("needlewise-widget .launcher").click();
  await ready(page);
}

/** Waits until the open chat has shown what was said before. */
export async function ready(page) {
  await page.getByRole("dialog").waitFor();
  await page.locator(".log[aria-live=polite]").waitFor();
}

/** Comes back with a token that is none, and waits until the chat has said that the conversation ended. */
export async function returnWithForgedToken(page) {
  await page.evaluate(() => localStorage.setItem(localStorage.key(0), "forged"));
  await page.reload();
  await open(page);
  await page.getByText("Your earlier conversation has ended").waitFor();
}

/** Types a message, sends it and gives the first new reply's element; `replies` says what a reply is on the page. */
export async function say(page, text, replies = ".message.assistant") {
  const before = await page.locator(replies).count();
  await page.getByRole("textbox", { name: "Your question" }).fill(text);
  await page.keyboard.press("Enter");
  const reply = page.locator(replies).nth(before);
  await reply.waitFor();
  return reply;
}

/** What axe-core finds wrong with the page as it is, as lines to read. */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run({ rules: { "target-size": { enabled: true } } }));
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(" ")} ${node.failureSummary}`));
}

/** The element that has the focus, through shadow roots: its name or text. */
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.ariaLabel || element.id || element.dataset.key || element.textContent.trim() || element.tagName;
  });
}

/** Waits until the element of that name or text has the focus. */
export async function untilFocused(page, wanted) {
  const end = Date.now() + PATIENCE_MS;
  let found = await focused(page);
  while (found !== wanted && Date.now() < end) found = await focused(page);
  assert.equal(found, wanted, "the focus");
}

/** What the visitor said, message by message. */
export function said(page) {
  return page.locator(".message.visitor .bubble > [dir]").allInnerTexts();
}

/** Presses the button that the assistant offers and waits for the first new reply. */
export async function press(page, button) {
  const before = await page.locator(".message.assistant").count();
  await button.click();
  const reply = page.locator(".message.assistant").nth(before);
  await reply.waitFor();
  return reply;
}

/** Begins the guided check and gives its first question's element. */
export async function startTheCheck(page) {
  await say(page, scenarios.check.say);
  return press(page, page.getByRole("button", { name: scenarios.check.button }));
}

/** Begins the guided check, goes on to its first question with several answers, and gives those answers' boxes. */
export async function toSeveralAnswers(page) {
  const boxes = page.locator(".dock:not([inert]) input[type=checkbox]");
  let reply = await startTheCheck(page);
  for (let asked = 0; asked < MOST_QUESTIONS && !(await boxes.count()); asked++) reply = await press(page, dock(page).locator(".option").first());
  return boxes;
}

/** The answers to the question that waits. */
export function dock(page) {
  return page.locator(".dock:not([inert])");
}

/** Goes through the guided check, choosing the first answer each time, and gives its summary. */
export async function throughTheCheck(page) {
  let reply = await startTheCheck(page);
  for (let asked = 0; asked < MOST_QUESTIONS && (await reply.getAttribute("data-kind")) === "question"; asked++) {
    const box = dock(page).locator("input[type=checkbox]").first();
    if (await box.count()) {
      await box.check();
      reply = await press(page, page.getByRole("button", { name: "Continue" }));
    } else reply = await press(page, dock(page).locator(".option").first());
  }
  assert.equal(await reply.getAttribute("data-kind"), "assessment");
  return reply.locator(".assessment");
}

/** A conversation that was begun and erased. */
export async function forgotten(page) {
  await open(page);
  await say(page, scenarios.faq.say);
  await page.getByRole("button", { name: "Forget this conversation" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await page.getByText("This conversation has been erased.").waitFor();
}
