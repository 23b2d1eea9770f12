/** Light or dark as the page is: a dark chat on a light page would be as wrong as the other way round. */

import { luminance } from "./contrast";

const DARK_BELOW = 0.2;
const SYSTEM = "(prefers-color-scheme: dark)";

function isOpaque(color: string): boolean {
  const alpha = /^rgba\(.*,\s*([\d.]+)\)$/.exec(color)?.[1];
  return /^rgb/.test(color) && Number(alpha ?? 1) > 0.5;
}

export function themeOfPage(): "light" | "dark" {
  for (const element of [document.body, document.documentElement]) {
    const { backgroundColor } = getComputedStyle(element);
    if (isOpaque(backgroundColor)) return luminance(backgroundColor) < DARK_BELOW ? "dark" : "light";
  }
  // Without a background the page shows the browser's own, which follows the system only where the page says so.
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  if (!scheme.includes("dark")) return "light";
  return !scheme.includes("light") || matchMedia(SYSTEM).matches ? "dark" : "light";
}

/** Calls back whenever the page may look otherwise; gives what ends it. */
export function followPage(changed: () => void): () => void {
  const system = matchMedia(SYSTEM);
  const observer = new MutationObserver(changed);
  for (const element of [document.body, document.documentElement]) observer.observe(element, { attributes: true });
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
