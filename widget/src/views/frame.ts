import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import type { HandOff } from "../reply";
import type { Below } from "../scroller";
import { texts } from "../texts";
import { callable } from "./text";

export interface Heading {
  name: string;
  subtitle: string;
  avatar: string | undefined;
}

export function headerView({ name, subtitle, avatar }: Heading, forget: () => void, close?: () => void): TemplateResult {
  return html`<div class="header">
    <span class="avatar">${avatar ? html`<img src=${avatar} alt="" />` : icons.chat}</span>
    <div class="name">
      <h2 id="title" tabindex="-1" dir="auto">${name}</h2>
      <p dir="auto">${subtitle}</p>
    </div>
    <button type="button" data-erase aria-label=${texts.forget} title=${texts.forget} @click=${forget}>${icons.erase}</button>
    ${
      close
        ? html`<button type="button" data-close aria-label=${texts.close} title=${texts.close} @click=${close}>${icons.close}</button>`
        : nothing
    }
  </div>`;
}

export function forgetView(yes: () => void, no: () => void): TemplateResult {
  return html`<div class="forget" role="group" aria-labelledby="forget">
    <p id="forget">${texts.forgetQuestion}</p>
    <button type="button" class="small danger" @click=${yes}>${texts.forgetYes}</button>
    <button type="button" class="small plain" @click=${no}>${texts.forgetNo}</button>
  </div>`;
}

/** The line that is always in view: whom to call in an emergency, and the way to a person. */
export function footerView(numbers: string, handOff: HandOff | null, taken: (event: Event) => void): TemplateResult {
  return html`<p class="footer">
    <span dir="auto">${texts.emergencyLine} ${callable(numbers)}.</span>
    ${handOff ? html`<a class="hand-off" href=${handOff.address ?? "#"} @click=${taken}>${handOff.label}</a>` : nothing}
  </p>`;
}

/** Asks whether the visitor agrees, in place of the field. */
export function consentView(agree: () => void): TemplateResult {
  return html`<div class="consent" role="group" aria-labelledby="consent">
    <p id="consent">${texts.consentQuestion}</p>
    <button type="button" class="main" @click=${agree}>${texts.consentYes}</button>
  </div>`;
}

/** The sign that there is more below, and the way there. */
export function foldView(below: Below, further: () => void): TemplateResult | typeof nothing {
  if (below === "none") return nothing;
  return html`<div class="fold"><button type="button" class="small" @click=${further}>${icons.chevron}${
    below === "far" ? texts.latest : texts.below
  }</button></div>`;
}
