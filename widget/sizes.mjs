// How large the built scripts are, compressed, and how large they may be.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Most bytes, gzipped: of the launcher, which every visit loads, and of all scripts together. */
export const LIMITS = { launcher: 3 * 1024, everything: 30 * 1024 };

/** Sizes in bytes, gzipped, of what stands in `dist`. */
export function sizes(dist) {
  const gzipped = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  const launcher = gzipped("widget.js");
  return { launcher, everything: launcher + gzipped("chat.js") };
}

export function checkedSizes(dist) {
  const found = sizes(dist);
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const names = Object.keys(LIMITS);
  return {
    lines: names.map((name) => `${name}: ${kb(found[name])} gzipped (at most ${kb(LIMITS[name])})`),
    tooLarge: names.filter((name) => found[name] > LIMITS[name]),
  };
}
