import { html, type TemplateResult } from "lit";
import { phonePieces } from "../phone";

/** The paragraphs of a plain text; a blank line parts them. */
export function partsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Plain text as paragraphs. Markup in it is shown as it is typed. */
export function paragraphs(text: string): TemplateResult[] {
  return partsOf(text).map((part) => html`<p ?data-asks=${part.includes("?")}>${part}</p>`);
}

/** Text whose telephone numbers can be called. */
export function callable(text: string): TemplateResult[] {
  return phonePieces(text).map(({ text, call }) => (call ? html`<a href=${call}>${text}</a>` : html`${text}`));
}
