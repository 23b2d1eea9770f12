/** Icons, drawn here. All are decoration: the words beside them say what is meant. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Outcome, Urgency } from "./reply";

function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

const stop = icon(svg`<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2Z"/><path d="m9 9 6 6m0-6-6 6"/>`);
const person = icon(svg`<circle cx="12" cy="7.5" r="4"/><path d="M4.5 21c.5-4.5 3.4-7 7.5-7s7 2.5 7.5 7"/>`);
const clock = icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>`);
const warning = icon(svg`<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v4.5m0 3v.01"/>`);
const info = icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5m0-9v.01"/>`);
const phone = icon(svg`<path d="M5 3.5h4l1.5 5-2.3 1.7a12 12 0 0 0 5.6 5.6l1.7-2.3 5 1.5v4c0 .8-.7 1.5-1.5 1.5C10.7
  20.5 3.5 13.3 3.5 5c0-.8.7-1.5 1.5-1.5Z"/>`);
const calendar = icon(svg`<rect x="3.5" y="5" width="17" height="15.5" rx="2"/><path d="M3.5 10h17M8 3v4m8-4v4"/>`);

export const icons = {
  phone,
  info,
  warning,
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  erase: icon(svg`<path d="M4 7h16M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5m4-5.5v5.5"/>`),
  send: icon(svg`<path d="M12 20V5m-6.5 6L12 4.5l6.5 6.5"/>`),
  copy: icon(svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-5h-12v12h5"/>`),
  print: icon(svg`<path d="M7 9V3.5h10V9M7 17.5H3.5V9h17v8.5H17"/><path d="M7 14h10v6.5H7Z"/>`),
  up: icon(svg`<path d="M7.5 10.5 11 3.5c1.5 0 2.5 1 2.5 2.5v4h5.5c1 0 1.8 1 1.5 2l-1.7 7c-.2.8-.8 1.5-1.8 1.5H7.5Zm0
    0h-4v10h4"/>`),
  down: icon(svg`<path d="M7.5 13.5 11 20.5c1.5 0 2.5-1 2.5-2.5v-4h5.5c1 0 1.8-1 1.5-2l-1.7-7c-.2-.8-.8-1.5-1.8-1.5H7.5Zm0
    0h-4v-10h4"/>`),
  chevron: icon(svg`<path d="m8 10 4 4 4-4"/>`),
  chat: icon(svg`<path d="M12 4c-5 0-9 3.3-9 7.5 0 2.3 1.2 4.3 3 5.6L5.2 21l4.5-2.3c.7.2 1.5.3 2.3.3 5 0 9-3.3 9-7.5S17 4 12
    4Z"/>`),
};

export const outcomeIcons: Record<Outcome, TemplateResult> = {
  do_not: stop,
  see_professional_first: person,
  wait_then_ask: clock,
  caution: warning,
  ok_usual_care: info,
};

export const urgencyIcons: Record<Urgency, TemplateResult> = {
  emergency_now: phone,
  same_day_doctor: warning,
  book_appointment: calendar,
  normal_healing: info,
};
