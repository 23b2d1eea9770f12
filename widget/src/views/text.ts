import { html, type TemplateResult } from "lit";
import { phonePieces } from "../phone";

/** Plain text as paragraphs; a blank line parts them. Markup in it is shown as it is typed. */
export function paragraphs(text: string): TemplateResult[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => html`<p dir="auto" ?data-asks=${part.includes("?")}>${part.trim()}</p>`);
}

/** Text whose telephone numbers can be called. */
export function callable(text: string): TemplateResult[] {
  return phonePieces(text).map(({ text, call }) => (call ? html`<a href=${call}>${text}</a>` : html`${text}`));
}
