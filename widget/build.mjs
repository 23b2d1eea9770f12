// Builds dist/: widget.js (the launcher, one line on a page), chat.js (loaded on first opening), texts-<language>.js for each
// other language of src/texts, and the demo page.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { checkedSizes } from "./sizes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

/** Takes the indentation and the styles' spaces out of templates, which no minifier touches. */
const tight = {
  name: "tight-templates",
  transform(code, id) {
    if (!id.startsWith(join(here, "src"))) return null;
    const lines = code.replace(/\n\s+/g, "\n");
    if (!/styles/.test(id)) return lines;
    return lines.replace(/`[^`]*`/g, (css) => css.replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ").replace(/ ?([{};,]) ?|(:) | (?=!)/g, "$1$2").replace(/;}/g, "}").replace(/` /, "`"));
  },
};

/** Builds one classic script: a page of another origin may load it without CORS. */
async function script(entry, name, options = {}) {
  await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    publicDir: "demo",
    plugins: [tight],
    ...options,
    build: {
      target: "es2022",
      outDir: dist,
      lib: { entry: join(here, "src", entry), name: "needlewiseScript", formats: ["iife"], fileName: () => name },
      ...options.build,
    },
  });
}

await script("chat.ts", "chat.js", { build: { emptyOutDir: true } });
for (const [, language] of readdirSync(join(here, "src", "texts")).join("\n").matchAll(/^(\w\w(?:-\w+)?)\.ts$/gm)) {
  if (language !== "en") await script(`texts/${language}.ts`, `texts-${language}.js`, { publicDir: false, build: { emptyOutDir: false } });
}
const version = createHash("sha256").update(readFileSync(join(dist, "chat.js"))).digest("hex").slice(0, 12);
await script("launcher.ts", "widget.js", {
  publicDir: false,
  define: { CHAT_FILE: JSON.stringify(`chat.js?v=${version}`) },
  build: { emptyOutDir: false },
});

const { lines, tooLarge } = checkedSizes(dist);
console.log(lines.join("\n"));
if (tooLarge.length) {
  console.error(`Too large: ${tooLarge.join(", ")}`);
  process.exit(1);
}
