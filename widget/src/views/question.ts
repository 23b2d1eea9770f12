import { html, nothing, type TemplateResult } from "lit";
import { canBeCombined, isAnswer, mergedPayload } from "../payload";
import type { Button, Reply } from "../reply";
import { texts } from "../texts";
import { paragraphs } from "./text";

export type Choose = (title: string, payload: string) => void;

export function options(buttons: Button[], choose: Choose, style: "option" | "chip", label?: string): TemplateResult {
  return html`<div class="${style}s" role=${label ? "group" : nothing} aria-label=${label ?? nothing}>
    ${buttons.map(
      ({ title, payload }) => html`<button type="button" class=${style} dir="auto"
        @click=${() => choose(title, payload)}>${title}</button>`,
    )}
  </div>`;
}

function progress({ step, of }: { step: number; of: number }): TemplateResult {
  return html`<div class="progress">
    <span>${texts.questionOf(step, of)}</span>
    <progress aria-hidden="true" max=${of} value=${step}></progress>
  </div>`;
}

function one(buttons: Button[], choose: Choose): TemplateResult {
  const answers = buttons.filter(isAnswer);
  const others = buttons.filter((button) => !answers.includes(button));
  return html`${options(answers, choose, "option")} ${others.length ? options(others, choose, "chip") : nothing}`;
}

function many(buttons: Button[], choose: Choose): TemplateResult {
  const combined = buttons.filter(canBeCombined);
  const alone = buttons.filter((button) => !combined.includes(button));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const places = new FormData(form).getAll("answer").map(Number);
    const chosen = combined.filter((_, place) => places.includes(place));
    const hint = form.querySelector(".hint")!;
    hint.textContent = chosen.length ? "" : texts.chooseFirst;
    if (chosen.length) choose(chosen.map((button) => button.title).join(", "), mergedPayload(chosen));
  };
  return html`<form class="many" @submit=${submit}>
    <fieldset>
      <legend class="unseen">${texts.chooseMany}</legend>
      ${combined.map(
        ({ title }, place) => html`<label class="check"><input type="checkbox" name="answer" value=${place} /><span
            dir="auto">${title}</span></label>`,
      )}
    </fieldset>
    <p class="hint" role="status"></p>
    <button type="submit" class="main">${texts.continue}</button>
    ${alone.length ? options(alone, choose, "chip") : nothing}
  </form>`;
}

/** A question of the guided check; `open` while it can still be answered. */
export function questionView(reply: Reply, open: boolean, choose: Choose): TemplateResult {
  return html`<div class="card question" dir="auto">
    ${reply.progress ? progress(reply.progress) : nothing}
    ${reply.heading ? html`<h3>${reply.heading}</h3>` : nothing}
    <div>${paragraphs(reply.text)}</div>
    ${!open ? nothing : reply.select === "many" ? many(reply.buttons, choose) : one(reply.buttons, choose)}
  </div>`;
}
