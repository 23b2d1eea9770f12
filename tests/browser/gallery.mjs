// Takes a picture of every state of the chat, to be looked at by eye, and says what axe-core finds there:
// NEEDLEWISE_URL=http://127.0.0.1:5005 node tests/browser/gallery.mjs [FOLDER], without the server's address with the stand-in.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { dock, forgotten, open, press, ready, say, setUp, startTheCheck, throughTheCheck, toSeveralAnswers, violations } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../build/gallery", import.meta.url));
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 780 },
  { width: 320, height: 640 },
];
const MESSAGES = "**/webhooks/web/messages";
const INLINE = `<!doctype html><html lang="en"><head><title>Questions</title><style>body { font-family: sans-serif; margin: 16px auto; max-width: 640px; padding: 0 16px; } html { color-scheme: light dark; }</style></head>
  <body><main><h1>Questions</h1><p>Ask here.</p><needlewise-widget data-inline></needlewise-widget></main><script src="widget.js" data-launcher="none"></script></body></html>`;
const RTL = `<!doctype html><html lang="ar" dir="rtl"><head><title>عيادة</title><style>html { color-scheme: light dark; }</style></head>
  <body><main><h1>عيادة</h1></main><script src="widget.js"></script></body></html>`;

mkdirSync(folder, { recursive: true });
const here = setUp();

async function type(page, text) {
  await page.getByRole("textbox", { name: "Your question" }).fill(text);
  await page.keyboard.press("Enter");
}

async function withConfig(page, more) {
  await page.route("**/webhooks/web/config", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, ...more } });
  });
}

async function failed(page, text) {
  await open(page);
  await page.route(MESSAGES, (route) => route.abort());
  await type(page, text);
  await page.getByText("Not sent.").waitFor();
}

const reach = {
  closed: async () => undefined,
  hint: async (page) => {
    await page.locator("needlewise-widget").evaluate((widget) => {
      widget.remove();
      widget.dataset.hint = "Just had a treatment?";
      widget.dataset.hintAfter = "0";
      const again = document.createElement("needlewise-widget");
      Object.assign(again.dataset, widget.dataset);
      document.documentElement.append(again);
    });
    await page.getByText("Just had a treatment?").waitFor();
  },
  greeting: open,
  notice: async (page) => {
    await open(page);
    await page.getByText("What it does and what it keeps").click();
  },
  answer: async (page) => {
    await open(page);
    await say(page, scenarios.manySources.say);
  },
  sources: async (page) => {
    await open(page);
    await (await say(page, scenarios.manySources.say)).locator("summary").first().click();
  },
  "sources-all": async (page) => {
    await open(page);
    const answer = await say(page, scenarios.manySources.say);
    await answer.locator("summary").first().click();
    if ((await answer.locator("summary").count()) > 1) await answer.locator("summary").last().click();
  },
  reason: async (page) => {
    await open(page);
    await (await say(page, scenarios.faq.say)).getByRole("button", { name: "No, not helpful" }).click();
    await page.getByText("What was missing").waitFor();
  },
  "check-one": async (page) => {
    await open(page);
    await startTheCheck(page);
    const one = dock(page).locator(".option");
    for (let asked = 0; asked < 20 && !(await one.count()); asked++) await press(page, page.getByRole("button", { name: "None of these" }));
  },
  "check-several": async (page) => {
    await open(page);
    await (await toSeveralAnswers(page)).first().check();
  },
  summary: async (page) => {
    await open(page);
    await throughTheCheck(page);
  },
  "told-a-condition": async (page) => {
    await open(page);
    await say(page, scenarios.check.say);
  },
  "same-day": async (page) => {
    await open(page);
    await say(page, scenarios.sameDay.say);
  },
  healing: async (page) => {
    await open(page);
    await say(page, scenarios.healing.say);
  },
  emergency: async (page) => {
    await open(page);
    await say(page, scenarios.emergency.say);
  },
  clarify: async (page) => {
    await open(page);
    await say(page, scenarios.clarify.say);
  },
  refused: async (page) => {
    await open(page);
    await say(page, scenarios.outOfScope.say);
  },
  failed: (page) => failed(page, scenarios.faq.say),
  "failed-danger": (page) => failed(page, scenarios.emergency.say),
  waiting: async (page) => {
    await open(page);
    await page.route(MESSAGES, () => undefined);
    await type(page, scenarios.emergency.say);
    await page.getByText("This takes longer than usual.").waitFor();
  },
  forget: async (page) => {
    await open(page);
    await say(page, scenarios.faq.say);
    await page.getByRole("button", { name: "Forget this conversation" }).click();
  },
  forgotten,
  consent: async (page) => {
    await withConfig(page, { consent: true });
    await open(page);
  },
  "hand-off": async (page) => {
    await withConfig(page, { hand_off: { label: "Call the clinic", address: "tel:+441632960118" } });
    await open(page);
  },
  offline: async (page) => {
    await open(page);
    await page.context().setOffline(true);
    await page.getByText("You are offline.").waitFor();
  },
};

const reachPage = {
  inline: [INLINE, async (page) => {
    await ready(page);
    await say(page, scenarios.faq.say);
  }],
  rtl: [RTL, async (page) => {
    await open(page);
    await say(page, scenarios.faq.say);
  }],
  "rtl-check": [RTL, async (page) => {
    await open(page);
    await (await toSeveralAnswers(page)).first().check();
  }],
};

const wanted = (name) => !process.env.STATES || process.env.STATES.split(",").includes(name);

for (const viewport of SIZES) {
  for (const colorScheme of ["light", "dark"]) {
    for (const name of [...Object.keys(reach), ...Object.keys(reachPage)].filter(wanted)) {
      test(`${name}, ${viewport.width} px, ${colorScheme}`, async () => {
        const [html, go] = reachPage[name] ?? [null, reach[name]];
        const options = { viewport, colorScheme };
        const page = html ? await here.pageWith(html, options) : await here.page(options);
        await go(page);
        await page.mouse.move(0, 0);
        await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`), animations: "disabled" });
        assert.deepEqual(await violations(page), []);
      });
    }
  }
}
