// The one line on other people's pages: other origins, hostile styles, a strict policy, theming.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, say, setUp, throughTheCheck, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const page = (head, body = "<main><h1>A shop</h1></main>") =>
  `<!doctype html><html lang="en"><head><title>A shop</title>${head}</head><body>${body}</body></html>`;
const line = (attributes = "") => `<script src="${here.url}widget.js" ${attributes}></script>`;

test("the one line works on a page of another origin, in its head too", async () => {
  const shop = await here.pageWith(page(line()), { foreign: true });
  assert.notEqual(new URL(shop.url()).origin, new URL(here.url).origin);
  await open(shop);
  const answer = await say(shop, scenarios.faq.say);
  assert.equal(await answer.getAttribute("data-kind"), "answer");
  await shop.reload();
  await open(shop);
  assert.equal(await shop.locator(".message.visitor").count(), 1);
});

test("under a strict content security policy all works and nothing is refused", async () => {
  const origin = new URL(here.url).origin;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; style-src 'none'`;
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line()}`), {
    headers: { "Content-Security-Policy": policy },
  });
  const refused = [];
  shop.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  await shop.context().addInitScript(() => (window.print = () => undefined));
  await shop.reload();
  await open(shop);
  await say(shop, scenarios.faq.say);
  await (await throughTheCheck(shop)).getByRole("button", { name: "Print" }).click();
  const paper = shop.frameLocator("iframe").locator("body");
  assert.match(await paper.textContent(), /At home/);
  assert.equal(await paper.locator("dl").evaluate((list) => getComputedStyle(list).display), "grid");
  const background = await shop.locator(".header").evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.equal(background, "rgb(15, 95, 92)");
  assert.deepEqual(refused.filter((text) => /Content Security Policy/.test(text) && !/favicon/.test(text)), []);
});

test("where the policy works with nonces, the line's nonce is enough", async () => {
  const policy = `script-src 'nonce-abc123'; connect-src ${new URL(here.url).origin}`;
  const shop = await here.pageWith(page(line('nonce="abc123"')), { headers: { "Content-Security-Policy": policy } });
  await open(shop);
  await say(shop, scenarios.faq.say);
});

test("a page's hostile styles do not reach the widget, nor the widget's the page", async () => {
  const hostile = `<style>
    html { font-size: 4px }
    * { display: none !important; color: lime !important; font: 40px/3 fantasy !important; transform: rotate(3deg) !important }
    html, body, main, h1 { display: block !important }
    button, div, dialog, p, textarea { all: unset !important; background: red !important }
    needlewise-widget { position: static !important; opacity: 0 !important; visibility: hidden !important; width: 0 !important }
  </style>`;
  const plain = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line()}`));
  const shop = await here.pageWith(page(hostile, `<main><h1>A shop</h1></main>${line()}`));
  const look = async (one) => {
    await open(one);
    await say(one, scenarios.faq.say);
    return one.locator(".bubble").first().evaluate((element) => {
      const { color, fontSize, fontFamily, lineHeight, display, backgroundColor } = getComputedStyle(element);
      return { color, fontSize, fontFamily, lineHeight, display, backgroundColor };
    });
  };
  const heading = (one) => one.locator("h1").evaluate((element) => getComputedStyle(element).fontSize);
  const before = await heading(plain);
  assert.deepEqual(await look(shop), await look(plain));
  assert.equal(await heading(plain), before);
});

test("keys typed in the chat do not work the page's shortcuts", async () => {
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line()}`));
  await shop.evaluate(() => {
    window.pressed = 0;
    document.addEventListener("keydown", () => window.pressed++);
  });
  await open(shop);
  await shop.keyboard.type("/s");
  assert.equal(await shop.evaluate(() => window.pressed), 0);
});

test("attributes set colour, place, words and theme", async () => {
  const attributes =
    'data-color="#ffd60a" data-position="left" data-greeting="Good day." data-launcher="Questions?" data-theme="dark" data-avatar="leaf.svg"';
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line(attributes)}`));
  await shop.locator("needlewise-widget").getByText("Questions?").waitFor();
  await open(shop);
  await shop.getByText("Good day.").waitFor();
  assert.match(await shop.locator(".avatar img").evaluate((image) => image.decode().then(() => image.src)), /leaf\.svg$/);
  assert.ok((await shop.getByRole("dialog").boundingBox()).x < 100);
  const header = await shop.locator(".header").evaluate((element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    return [backgroundColor, color];
  });
  assert.deepEqual(header, ["rgb(255, 214, 10)", "rgb(20, 32, 31)"], "dark text on a light colour");
  assert.deepEqual(await violations(shop), []);
});

test("custom properties theme it from the page's own stylesheet", async () => {
  const style = "<style>needlewise-widget { --needlewise-color: rgb(90, 20, 90); --needlewise-radius: 4px; --needlewise-width: 340px }</style>";
  const shop = await here.pageWith(page(style, `<main><h1>A shop</h1></main>${line()}`));
  await open(shop);
  const dialog = shop.getByRole("dialog");
  assert.equal(await dialog.evaluate((element) => getComputedStyle(element).borderRadius), "4px");
  assert.equal((await dialog.boundingBox()).width, 340);
});

test("data-topic opens on the page's subject, once", async () => {
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line(`data-topic="${scenarios.topicOfPage.id}"`)}`));
  await open(shop);
  await shop.locator(".message.assistant[data-kind=answer]").waitFor();
  await shop.keyboard.press("Escape");
  await shop.reload();
  await open(shop);
  assert.equal(await shop.locator(".message.assistant[data-kind=answer]").count(), 1, "not again while it is the last answer");
});

test("a page can hide the widget and show it again", async () => {
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line()}`));
  const widget = shop.locator("needlewise-widget");
  await widget.evaluate((element) => (element.hidden = true));
  await widget.waitFor({ state: "hidden" });
  await widget.evaluate((element) => (element.hidden = false));
  await open(shop);
});

test("two lines on one page make one widget", async () => {
  const shop = await here.pageWith(page("", `<main><h1>A shop</h1></main>${line()}${line()}`));
  assert.equal(await shop.locator("needlewise-widget").count(), 1);
});

test("the built page asks no other address for anything", async () => {
  const shop = await (await here.visitor()).newPage();
  const origins = new Set();
  shop.on("request", (request) => origins.add(new URL(request.url()).origin));
  await shop.goto(here.url);
  await open(shop);
  await say(shop, scenarios.faq.say);
  assert.deepEqual([...origins], [new URL(here.url).origin]);
});
