import { html, type TemplateResult } from "lit";
import { icons } from "../icons";
import { callsOf } from "../phone";
import { texts } from "../texts";

/** Buttons that call the numbers. */
export function callsView(calls: { label: string; number: string }[]): TemplateResult {
  return html`<div class="calls">
    ${callsOf(calls).map(
      ({ label, number, call }) => html`<a class="call" href=${call}>${icons.phone}${texts.call(label, number)}</a>`,
    )}
  </div>`;
}

/** Beside a message with a word of danger that nobody has answered: whom to call. */
export function dangerView(numbers: string): TemplateResult {
  return html`<div class="danger-now" role="alert">
    <p>${texts.dangerHeading}</p>
    ${callsView([{ label: "", number: numbers }])}
  </div>`;
}

export function soundsDangerous(text: string): boolean {
  return texts.danger.test(text);
}
