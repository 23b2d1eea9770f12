import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript, shared with the build
import { LIMITS, sizes } from "../sizes.mjs";

test("the built scripts keep to their limits", () => {
  const found = sizes(decodeURIComponent(new URL("../dist", import.meta.url).pathname));
  expect(found.launcher).toBeLessThanOrEqual(LIMITS.launcher);
  expect(found.everything).toBeLessThanOrEqual(LIMITS.everything);
});
