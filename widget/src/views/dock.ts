import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { canBeCombined, isAnswer, isNone, mergedPayload } from "../payload";
import type { Button, Reply } from "../reply";
import { CONTENT_LANGUAGE, texts } from "../texts";
import type { Choose } from "./question";

export interface DockActions {
  choose: Choose;
  /** Takes the last answer back; missing where there is none to take back. */
  back?: (event: Event) => void;
  /** Payloads of the answers ticked so far; they stay ticked when something else is asked meanwhile. */
  ticked: Set<string>;
}

function button({ title, payload }: Button, style: string, choose: Choose): TemplateResult {
  return html`<button type="button" class=${style} lang=${CONTENT_LANGUAGE} dir="auto"
    @click=${(event: Event) => choose(title, payload, event)}>${title}</button>`;
}

function boxes(combined: Button[], ticked: Set<string>): TemplateResult {
  return html`<fieldset class="answers">
    <legend class="unseen">${texts.chooseMany}</legend>
    ${combined.map(
      ({ title, payload }) => html`<label class="check"><input type="checkbox" .checked=${live(ticked.has(payload))}
          @change=${(event: Event) => (event.target as HTMLInputElement).checked ? ticked.add(payload) : ticked.delete(payload)}
        /><span lang=${CONTENT_LANGUAGE} dir="auto">${title}</span></label>`,
    )}
  </fieldset>`;
}

/** The answers to the question that waits, always in view above the field; `waiting` while one is on its way. */
export function dockView({ buttons, select }: Reply, waiting: boolean, actions: DockActions): TemplateResult {
  const { choose, ticked, back } = actions;
  const combined = select === "many" ? buttons.filter(canBeCombined) : [];
  const alone = select === "many" ? buttons.filter(isNone) : buttons.filter(isAnswer);
  const others = buttons.filter((one) => !combined.includes(one) && !alone.includes(one));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = combined.filter(({ payload }) => ticked.has(payload));
    (event.target as HTMLFormElement).querySelector(".hint")!.textContent = chosen.length ? "" : texts.chooseFirst;
    if (chosen.length) choose(chosen.map(({ title }) => title).join(", "), mergedPayload(chosen), event);
  };
  return html`<form class="dock" aria-label=${combined.length ? texts.chooseMany : texts.chooseOne} ?inert=${waiting} @submit=${submit}>
    ${combined.length ? boxes(combined, ticked) : html`<div class="answers">${alone.map((one) => button(one, "option", choose))}</div>`}
    <p class="hint" role="status"></p>
    ${
      combined.length
        ? html`<div class="row">
            ${alone.map((one) => button(one, "chip", choose))}
            <button type="submit" class="main">${texts.continue}</button>
          </div>`
        : nothing
    }
    <div class="row minor">
      ${back ? html`<button type="button" class="small plain" @click=${back}>${texts.back}</button>` : nothing}
      ${others.map((one) => button(one, "small plain", choose))}
    </div>
  </form>`;
}
