// Takes the pictures of docs/images: NEEDLEWISE_URL=http://127.0.0.1:5005 node tests/browser/screenshots.mjs [FOLDER]
// They are as a visitor meets them: of the real server, and nothing is moved or changed for a picture. Only into another
// FOLDER it takes the stand-in's texts, where no server is named. Then make them small: pngquant --force --nofs --ext .png --speed 1 FOLDER/*.png
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { dock, open, press, real, say, setUp, startTheCheck, throughTheCheck } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../docs/images", import.meta.url));
const DESKTOP = { width: 1360, height: 760 };
const WIDE = { width: 1560, height: 860 };
const PHONE = { width: 390, height: 780 };
const MARGIN = 12;

if (!real && !process.argv[2]) throw new Error("The pictures of docs/images are of the real server: name it in NEEDLEWISE_URL.");
mkdirSync(folder, { recursive: true });
const here = setUp();

async function picture(page, name, options = {}) {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", ...options });
}

/** The chat alone, with a little of the page around it. */
async function chat(page, name) {
  const { x, y, width, height } = await page.getByRole("dialog").boundingBox();
  await picture(page, name, { clip: { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN } });
}

async function opened(options = {}) {
  // Two device pixels for each of the page's, as on the screens that most readers have.
  const page = await here.page({ viewport: DESKTOP, deviceScaleFactor: 2, ...options });
  await open(page);
  return page;
}

test("the page with an answer", async () => {
  const page = await opened({ viewport: WIDE });
  await say(page, scenarios.faq.say);
  await picture(page, "page");
});

test("an answer, its sources unfolded", async () => {
  const page = await opened();
  const answer = await say(page, scenarios.faq.say);
  await answer.locator("summary").click();
  await chat(page, "answer");
});

test("the notice before the first message", async () => chat(await opened(), "welcome"));

test("a question of the guided check", async () => {
  const page = await opened();
  await startTheCheck(page);
  await press(page, dock(page).locator(".option").last());
  await press(page, page.getByRole("button", { name: "None of these" }));
  await page.getByRole("checkbox").first().check();
  await chat(page, "check");
});

for (const [name, colorScheme] of [["assessment", "light"], ["dark", "dark"]]) {
  test(`the check's summary, ${colorScheme}`, async () => {
    const page = await opened({ colorScheme });
    await throughTheCheck(page);
    await chat(page, name);
  });
}

test("an emergency, on a phone", async () => {
  const page = await opened({ viewport: PHONE });
  await say(page, scenarios.emergency.say);
  await picture(page, "emergency");
});

test("a small phone", async () => {
  const page = await opened({ viewport: { width: 320, height: 640 } });
  await say(page, scenarios.faq.say);
  await picture(page, "phone");
});
