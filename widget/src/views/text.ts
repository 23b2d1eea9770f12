import { html, type TemplateResult } from "lit";
import { phonePieces } from "../phone";
import { partsOf } from "../reply";

/** Plain text as paragraphs. Markup in it is shown as it is typed. */
export function paragraphs(text: string): TemplateResult[] {
  return partsOf(text).map((part) => html`<p ?data-asks=${part.includes("?")}>${part}</p>`);
}

/** Text whose telephone numbers can be called. */
export function callable(text: string): TemplateResult[] {
  return phonePieces(text).map(({ text, call }) => (call ? html`<a href=${call}>${text}</a>` : html`${text}`));
}
