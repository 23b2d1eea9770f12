import { html, nothing, type TemplateResult } from "lit";
import type { AssistantEntry } from "../entries";
import { icons } from "../icons";
import { texts } from "../texts";

export interface FeedbackActions {
  rate(entry: AssistantEntry, helpful: boolean, reason?: string): void;
  skipReason(entry: AssistantEntry): void;
}

const REASON_LENGTH = 500;

function thumb(entry: AssistantEntry, helpful: boolean, actions: FeedbackActions): TemplateResult {
  return html`<button type="button" class="thumb" aria-label=${helpful ? texts.helpful : texts.notHelpful}
    @click=${() => actions.rate(entry, helpful)}>${helpful ? icons.up : icons.down}</button>`;
}

function reasonForm(entry: AssistantEntry, actions: FeedbackActions): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = new FormData(event.target as HTMLFormElement).get("reason") as string;
    if (reason.trim()) actions.rate(entry, false, reason.trim());
    else actions.skipReason(entry);
  };
  return html`<form class="reason" @submit=${submit}>
    <label>${texts.reasonLabel}<input name="reason" maxlength=${REASON_LENGTH} autocomplete="off" dir="auto" /></label>
    <button type="submit" class="small">${texts.reasonSend}</button>
    <button type="button" class="small plain" @click=${() => actions.skipReason(entry)}>${texts.reasonSkip}</button>
  </form>`;
}

/** Thumbs up or down under an answer, and room for a reason after a thumb down. */
export function feedbackView(entry: AssistantEntry, actions: FeedbackActions): TemplateResult {
  const { feedback } = entry;
  if (feedback?.stage === "done") return html`<p class="feedback quiet" tabindex="-1">${texts.thanks}</p>`;
  if (feedback?.stage === "reason") return reasonForm(entry, actions);
  return html`<div class="feedback" role="group" aria-label=${texts.helpfulQuestion}>
    <span class="quiet" aria-hidden="true">${texts.helpfulQuestion}</span>
    ${thumb(entry, true, actions)}${thumb(entry, false, actions)}
    ${feedback?.stage === "failed" ? html`<span class="quiet">${texts.feedbackFailed}</span>` : nothing}
  </div>`;
}
