// A message's own part in the browser: what the page computes for it, from the key to the drawn answer, without the waiting.
import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { test } from "node:test";
import { open, ready, setUp } from "./harness.mjs";
import { scenarios } from "./scenarios.mjs";

const here = setUp();
const MOST_MS = 20;
/**
 * The same work takes longer where it shares caches and cores: beside a real server on the same machine, which answers meanwhile
 * (22 ms seen on two cores), and where more than twice as much is running as there are processors.
 */
const MOST_MS_SHARED = 30;
const PAGES = 5;
/** Other work on the machine only ever adds: so often it is measured anew before it counts as too slow. */
const ROUNDS = 3;
/** What came is drawn by then, and the warming up after opening is over. */
const SETTLED_MS = 500;

/** The main thread's work for a visitor's first message and their second, in milliseconds of the processor's time. */
async function workForTwoMessages() {
  const page = await here.page({ reducedMotion: "no-preference" });
  await open(page);
  await ready(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send("Performance.enable", { timeDomain: "threadTicks" });
  const work = async () => {
    const { metrics } = await browser.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  /** What is computed until all is quiet. Playwright's own ways to wait would look at the page again and again, and count. */
  const workOf = async (action) => {
    const before = await work();
    await action();
    await page.waitForTimeout(SETTLED_MS);
    return (await work()) - before;
  };
  const isAnswered = (response) => response.request().method() === "POST" && response.url().endsWith("/messages");
  const enter = { type: "keyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" };
  const found = [];
  for (let answers = 1; answers <= 2; answers++) {
    await page.getByRole("textbox", { name: "Your question" }).fill(scenarios.faq.say);
    await page.waitForTimeout(SETTLED_MS);
    const nothing = await workOf(() => undefined);
    const all = await workOf(() => Promise.all([page.waitForResponse(isAnswered), browser.send("Input.dispatchKeyEvent", enter)]));
    assert.equal(await page.locator(".message[data-kind=answer]").count(), answers, "the answer was drawn in time");
    found.push(all - nothing);
  }
  await page.context().close();
  return found;
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

test(`a message takes at most ${MOST_MS} ms of the browser's own work, a page's first one too`, async (t) => {
  let medians;
  let most;
  for (let round = 0; round < ROUNDS; round++) {
    const pages = [];
    for (let place = 0; place < PAGES; place++) pages.push(await workForTwoMessages());
    medians = [0, 1].map((message) => median(pages.map((found) => found[message])));
    t.diagnostic(`first message ${medians[0].toFixed(1)} ms, second ${medians[1].toFixed(1)} ms`);
    most = process.env.NEEDLEWISE_URL || loadavg()[0] > 2 * availableParallelism() ? MOST_MS_SHARED : MOST_MS;
    if (medians.every((one) => one <= most)) return;
  }
  assert.fail(`medians of ${PAGES} pages: ${medians.map((one) => one.toFixed(1)).join(" and ")} ms, where ${most} are allowed`);
});
