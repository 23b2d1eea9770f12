// What a site owner can set: names, consent, a way to a person, languages, places on the page, methods and events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, ready, said, say, setUp, untilFocused, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const line = (attributes = "") => `<script src="${here.url}widget.js" ${attributes}></script>`;
const page = ({ head = "", body = "", attributes = "", html = 'lang="en"' } = {}) =>
  `<!doctype html><html ${html}><head><title>A shop</title>${head}</head><body><main><h1>A shop</h1>${body}</main>${line(attributes)}</body></html>`;

/** A page whose server has another configuration. */
async function configured(change, html = page(), options = {}) {
  const shop = await here.pageWith(html, options);
  await shop.route("**/webhooks/web/config", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, ...change } });
  });
  return shop;
}

test("the chat bears the name of the site, and no other", async () => {
  const shop = await configured({ name: "Birch Clinic" }, page({ attributes: 'data-subtitle="Ask us anything" data-placeholder="Your question to us"' }));
  await open(shop);
  await shop.getByRole("heading", { name: "Birch Clinic" }).waitFor();
  await shop.getByText("Ask us anything").waitFor();
  assert.equal(await shop.getByRole("textbox").getAttribute("placeholder"), "Your question to us");
});

test("the notice says what is stored and for how long, and leads to a privacy page", async () => {
  const shop = await configured({ retention_days: 14 });
  await open(shop);
  const notice = shop.getByRole("region", { name: "Before you start" });
  await notice.getByText("What it does and what it keeps").click();
  assert.match(await notice.innerText(), /stored on this site's server until 14 days after your last message/);
  assert.match(await notice.getByRole("link", { name: /Privacy/ }).getAttribute("href"), /^https?:/);
});

test("where the site asks for consent nothing can be written before it", async () => {
  const shop = await configured({ consent: true });
  await open(shop);
  await shop.getByRole("button", { name: "I agree" }).waitFor();
  await shop.getByText("stored on this site's server until").waitFor();
  assert.equal(await shop.getByRole("textbox").count(), 0);
  assert.equal(await shop.locator(".chip").count(), 0);
  assert.deepEqual(await violations(shop), []);
  await shop.getByRole("button", { name: "I agree" }).click();
  await untilFocused(shop, "question");
  await say(shop, scenarios.faq.say);
  await shop.reload();
  await ready(shop);
  await shop.getByRole("textbox").waitFor();
  assert.equal(await shop.getByRole("button", { name: "I agree" }).count(), 0);
});

test("a button leads to a person: by telephone, or to what the page opens", async () => {
  const shop = await configured({ hand_off: { label: "Call the clinic", address: "tel:+441632960118" } });
  await open(shop);
  const button = shop.getByRole("link", { name: "Call the clinic" });
  assert.equal(await button.getAttribute("href"), "tel:+441632960118");
  await shop.evaluate(() =>
    window.needlewise.on("handoff", (event) => {
      window.taken = event.detail.address;
      event.preventDefault();
    }),
  );
  await button.click();
  assert.equal(await shop.evaluate(() => window.taken), "tel:+441632960118");
  assert.deepEqual(await violations(shop), []);
});

test("in another language the words are its own, and what the assistant says stays marked as English", async () => {
  const shop = await here.pageWith(page({ html: 'lang="de"', attributes: 'data-language="de" data-launcher="Fragen?"' }));
  await open(shop);
  const dialog = shop.getByRole("dialog");
  assert.equal(await dialog.getAttribute("lang"), "de");
  await shop.getByRole("textbox", { name: "Ihre Frage" }).fill(scenarios.faq.say);
  await shop.keyboard.press("Enter");
  const answer = shop.locator(".message[data-kind=answer] .bubble");
  await answer.waitFor();
  assert.equal(await answer.getAttribute("lang"), "en-GB");
  assert.match(await answer.locator("summary").innerText(), /Quelle/);
  assert.deepEqual(await violations(shop), []);
});

test("a language that is written from right to left turns the chat round, its English answers not", async () => {
  const shop = await here.pageWith(page({ attributes: 'data-language="ar"' }));
  await shop.route("**/texts-ar.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: 'globalThis.needlewiseTexts = { language: "ar", direction: "rtl", composerLabel: "سؤالك", close: "إغلاق" };' }),
  );
  await open(shop);
  const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);
  assert.equal(await direction(shop.locator(".header")), "rtl");
  await shop.getByRole("textbox", { name: "سؤالك" }).fill(scenarios.faq.say);
  await shop.keyboard.press("Enter");
  const answer = shop.locator(".message[data-kind=answer] .bubble");
  await answer.waitFor();
  assert.equal(await direction(answer), "ltr");
  const close = await shop.getByRole("button", { name: "إغلاق" }).boundingBox();
  assert.ok(close.x < (await shop.getByRole("dialog").locator("h2").boundingBox()).x);
  assert.deepEqual(await violations(shop), []);
});

test("inside the page the chat is part of it: no launcher, no close, no corner", async () => {
  const inline = '<needlewise-widget data-inline style="--needlewise-height: 520px"></needlewise-widget>';
  const shop = await here.pageWith(page({ body: inline, attributes: 'data-launcher="none"' }));
  await ready(shop);
  assert.equal(await shop.locator("needlewise-widget").count(), 1);
  const main = await shop.locator("main").boundingBox();
  const dialog = await shop.getByRole("dialog").boundingBox();
  assert.ok(dialog.x >= main.x && dialog.width <= main.width && dialog.height === 520);
  assert.equal(await shop.getByRole("button", { name: "Close the chat" }).count(), 0);
  assert.equal(await shop.evaluate(() => document.activeElement.localName), "body", "the focus stays with the page");
  await say(shop, scenarios.faq.say);
  assert.deepEqual(await violations(shop), []);
});

test("inside the page and in the corner, one conversation", async () => {
  const shop = await here.pageWith(page({ body: "<needlewise-widget data-inline></needlewise-widget>" }));
  const inline = shop.locator("needlewise-widget[data-inline]");
  await inline.getByRole("textbox").fill(scenarios.faq.say);
  await shop.keyboard.press("Enter");
  await inline.locator(".message[data-kind=answer]").waitFor();
  await shop.locator("needlewise-widget:not([data-inline]) .launcher").click();
  await shop.locator("needlewise-widget:not([data-inline]) .message.visitor").getByText(scenarios.faq.say).waitFor();
});

test("methods: show a topic, ask, listen, close, destroy", async () => {
  const shop = await here.pageWith(page());
  const heard = await shop.evaluate(async (topic) => {
    const names = [];
    const off = window.needlewise.on("message", (event) => names.push(event.detail.by));
    await window.needlewise.show(topic);
    await window.needlewise.ask("Does microneedling hurt?");
    off();
    await window.needlewise.ask("and how long does it last");
    return names;
  }, scenarios.topicOfPage.id);
  assert.deepEqual(heard, ["topic", "page"]);
  assert.equal((await said(shop))[0], "Does microneedling hurt?");
  await shop.evaluate(() => window.needlewise.close());
  await shop.getByRole("dialog").waitFor({ state: "hidden" });
  await shop.evaluate(() => window.needlewise.destroy());
  assert.equal(await shop.locator("needlewise-widget").count(), 0);
});

test("a hint shows itself once where it is switched on, and is dismissed for good", async () => {
  const html = page({ attributes: 'data-hint="Questions about needling?" data-hint-after="0"' });
  const shop = await here.pageWith(html);
  const hint = shop.getByText("Questions about needling?");
  await hint.waitFor();
  assert.deepEqual(await violations(shop), []);
  await shop.getByRole("button", { name: "Do not show this again" }).click();
  await hint.waitFor({ state: "hidden" });
  await shop.clock.install();
  await shop.reload();
  await shop.locator("needlewise-widget .launcher").waitFor();
  await shop.clock.fastForward(5000);
  assert.equal(await hint.isVisible(), false);
  const other = await here.pageWith(html);
  await other.getByText("Questions about needling?").click();
  await ready(other);
  const plain = await here.pageWith(page());
  assert.equal(await plain.locator("needlewise-widget p").first().isVisible(), false);
});

test("on a narrow window the launcher is an icon with a name", async () => {
  const shop = await here.pageWith(page(), { viewport: { width: 320, height: 640 } });
  const launcher = shop.getByRole("button", { name: "Ask about microneedling" });
  const { width, height, x } = await launcher.boundingBox();
  assert.ok(width <= 60 && height <= 60 && x + width <= 320, `${width} by ${height}`);
});

test("a page that moves or scales its body keeps the launcher in its corner", async () => {
  const style = "<style>body { transform: translateX(120px) scale(.5); height: 3000px }</style>";
  const shop = await here.pageWith(page({ head: style }));
  const { x, y, width, height } = await shop.locator("needlewise-widget .launcher").boundingBox();
  assert.deepEqual([Math.round(x + width), Math.round(y + height)], [1280 - 20, 800 - 20]);
  await open(shop);
  const dialog = await shop.getByRole("dialog").boundingBox();
  assert.ok(dialog.x + dialog.width <= 1280 && dialog.y >= 0);
});

test("the theme follows the page, not only the system", async () => {
  const theme = (shop) => shop.locator("needlewise-chat").getAttribute("theme");
  const shop = await here.pageWith(page({ head: "<style>body { background: #fff } body.night { background: #101418 }</style>" }), { colorScheme: "dark" });
  await open(shop);
  assert.equal(await theme(shop), "light", "a light page on a dark system");
  await shop.evaluate(() => document.body.classList.add("night"));
  await shop.locator("needlewise-chat[theme=dark]").waitFor({ state: "attached" });
  const plain = await here.pageWith(page(), { colorScheme: "dark" });
  await open(plain);
  assert.equal(await theme(plain), "light", "a page without a word on it is white");
  const both = await here.pageWith(page({ head: "<style>:root { color-scheme: light dark }</style>" }), { colorScheme: "dark" });
  await open(both);
  assert.equal(await theme(both), "dark");
});

for (const theme of ["light", "dark"]) {
  test(`the owner's colour is on links and the focus too, and can be read, ${theme}`, async () => {
    for (const color of ["#ffd60a", "#c2185b", "#111111", "#f5f5f5"]) {
      const shop = await here.pageWith(page({ attributes: `data-color="${color}" data-theme="${theme}"` }));
      await open(shop);
      const answer = await say(shop, scenarios.faq.say);
      await answer.locator("summary").click();
      assert.deepEqual(await violations(shop), [], color);
      const link = await answer.locator("summary").evaluate((element) => getComputedStyle(element).color);
      assert.match(link, /oklch/);
    }
  });
}

test("what the first view needs is small: the configuration under 2 KB, nothing else before the first message", async () => {
  const shop = await here.pageWith(page());
  const bodies = {};
  shop.on("response", (response) => (bodies[new URL(response.url()).pathname.split("/").pop()] = response.body()));
  await open(shop);
  assert.deepEqual(Object.keys(bodies).sort(), ["chat.js", "config"]);
  const { length } = await bodies.config;
  assert.ok(length < 2048, String(length));
});

test("the chat is ready soon after its script", async () => {
  const shop = await here.pageWith(page());
  await open(shop);
  const spent = await shop.evaluate(async () => {
    document.querySelector("needlewise-widget").remove();
    const began = performance.now();
    const widget = document.createElement("needlewise-widget");
    document.documentElement.append(widget);
    await widget.open();
    return performance.now() - began;
  });
  assert.ok(spent < 1000, `${spent} ms`);
});
