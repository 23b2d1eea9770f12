import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { icons } from "../icons";
import { texts } from "../texts";

/** The most characters that a message may have; the server's own limit is the same unless configured. */
export const MESSAGE_LENGTH = 2000;
const COUNT_FROM = 200;

/** Makes the field as high as its text, within what its styles allow. */
export function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  // An empty field has the right height by itself, without the page being laid out for it.
  if (field.value) field.style.height = `${field.scrollHeight + 3}px`;
}

/** Where the visitor types. Enter sends, Shift and Enter starts a line. */
export function composerView(draft: string, placeholder: string, submit: () => void, typed: (text: string) => void): TemplateResult {
  const left = MESSAGE_LENGTH - draft.length;
  const input = (event: Event): void => {
    const field = event.target as HTMLTextAreaElement;
    fitHeight(field);
    typed(field.value);
  };
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  const submitted = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  return html`<form class="composer" @submit=${submitted}>
    <label class="unseen" for="question">${texts.composerLabel}</label>
    <textarea id="question" rows="1" dir="auto" maxlength=${MESSAGE_LENGTH} enterkeyhint="send" autocomplete="off"
      aria-describedby="left" placeholder=${placeholder} .value=${live(draft)} @input=${input} @keydown=${keydown}></textarea>
    <button type="submit" class="send" aria-label=${texts.send}>${icons.send}</button>
    <p class="quiet left" id="left">${left <= COUNT_FROM ? texts.charactersLeft(left) : ""}</p>
  </form>`;
}
