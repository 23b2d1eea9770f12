import { html, nothing, type TemplateResult } from "lit";
import type { Button, Reply } from "../reply";
import { CONTENT_LANGUAGE, texts } from "../texts";
import { paragraphs } from "./text";

/** What pressing a button sends, and the press itself: by the mouse the field keeps the keyboard. */
export type Choose = (title: string, payload: string, event: Event) => void;

export function options(buttons: Button[], choose: Choose, style: "option" | "chip", label?: string): TemplateResult {
  return html`<div class="${style}s" role=${label ? "group" : nothing} aria-label=${label ?? nothing}>
    ${buttons.map(
      ({ title, payload }) => html`<button type="button" class=${style} lang=${CONTENT_LANGUAGE} dir="auto"
        @click=${(event: Event) => choose(title, payload, event)}>${title}</button>`,
    )}
  </div>`;
}

function progress({ step, of }: { step: number; of: number }): TemplateResult {
  return html`<div class="progress">
    <span>${texts.questionOf(step, of)}</span>
    <progress aria-hidden="true" max=${of} value=${step}></progress>
  </div>`;
}

/** A question of the guided check; its answers stand in the dock while it waits. */
export function questionView(reply: Reply): TemplateResult {
  return html`<div class="card question" dir="auto">
    ${reply.progress ? progress(reply.progress) : nothing}
    ${reply.heading ? html`<h3>${reply.heading}</h3>` : nothing}
    <div lang=${CONTENT_LANGUAGE}>${paragraphs(reply.text)}</div>
  </div>`;
}
