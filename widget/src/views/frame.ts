import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import type { Config } from "../reply";
import { texts } from "../texts";
import { callable } from "./text";

export function headerView(name: string, avatar: string | undefined, forget: () => void, close: () => void): TemplateResult {
  return html`<div class="header">
    <span class="avatar">${avatar ? html`<img src=${avatar} alt="" />` : icons.chat}</span>
    <div class="name">
      <h2 id="title" tabindex="-1" dir="auto">${name}</h2>
      <p>${texts.subtitle}</p>
    </div>
    <button type="button" data-erase aria-label=${texts.forget} title=${texts.forget} @click=${forget}>${icons.erase}</button>
    <button type="button" data-close aria-label=${texts.close} title=${texts.close} @click=${close}>${icons.close}</button>
  </div>`;
}

export function forgetView(yes: () => void, no: () => void): TemplateResult {
  return html`<div class="forget" role="group" aria-labelledby="forget">
    <p id="forget">${texts.forgetQuestion}</p>
    <button type="button" class="small danger" @click=${yes}>${texts.forgetYes}</button>
    <button type="button" class="small plain" @click=${no}>${texts.forgetNo}</button>
  </div>`;
}

/** The line that is always in view: whom to call in an emergency. */
export function footerView(config: Config | null): TemplateResult | typeof nothing {
  if (!config?.emergencyNumbers) return nothing;
  return html`<p class="footer" dir="auto">${texts.emergencyLine} ${callable(config.emergencyNumbers)}.</p>`;
}
