import { html, nothing, type TemplateResult } from "lit";
import type { AssistantEntry, VisitorEntry } from "../conversation";
import { icons } from "../icons";
import type { Reply } from "../reply";
import { texts } from "../texts";
import { assessmentView, triageView } from "./cards";
import { feedbackView, type FeedbackActions } from "./feedback";
import { options, questionView, type Choose } from "./question";
import { sourcesView, pointsView } from "./sources";
import { paragraphs } from "./text";

export interface MessageActions extends FeedbackActions {
  choose: Choose;
  retry(entry: VisitorEntry): void;
  edit(entry: VisitorEntry): void;
}

function failure(entry: VisitorEntry, actions: MessageActions): TemplateResult {
  const { wait } = entry;
  const why = wait ? texts.limited(wait.seconds) : entry.failure && entry.failure !== "limited" ? texts.errors[entry.failure] : "";
  return html`<div class="failure">
    <p>${icons.warning}<span>${texts.notSent} ${why}</span></p>
    <button type="button" class="small" ?disabled=${wait && !wait.over} @click=${() => actions.retry(entry)}>${
      texts.retry
    }</button>
    ${
      "text" in entry.body
        ? html`<button type="button" class="small plain" @click=${() => actions.edit(entry)}>${texts.edit}</button>`
        : nothing
    }
  </div>`;
}

export function visitorView(entry: VisitorEntry, actions: MessageActions): TemplateResult {
  if (entry.topic && entry.state !== "failed") {
    return html`<p class="about">${texts.aboutTopic(entry.text)}</p>`;
  }
  return html`<div class="message visitor" data-key=${entry.key} data-state=${entry.state}>
    <div class="bubble"><span class="unseen">${texts.you}: </span><span dir="auto">${entry.text}</span></div>
    ${entry.state === "failed" ? failure(entry, actions) : nothing}
  </div>`;
}

function body(reply: Reply, open: boolean, actions: MessageActions): TemplateResult {
  if (reply.kind === "question" && reply.buttons.length) return questionView(reply, open, actions.choose);
  if (reply.kind === "assessment" && reply.assessment) return assessmentView(reply);
  if (reply.kind === "triage") return triageView(reply);
  return html`<div class="bubble" dir="auto">
    ${reply.heading ? html`<h3>${reply.heading}</h3>` : nothing}
    ${paragraphs(reply.text)} ${pointsView(reply)} ${sourcesView(reply)}
  </div>`;
}

function followUps(reply: Reply, choose: Choose): TemplateResult | typeof nothing {
  if (reply.kind === "question" || reply.buttons.length === 0) return nothing;
  if (reply.kind === "clarify") return options(reply.buttons, choose, "option", texts.clarifyLabel);
  return options(reply.buttons, choose, "chip", reply.kind === "answer" ? texts.followUpsLabel : texts.choicesLabel);
}

/** A message of the assistant; `open` where its buttons still count. */
export function assistantView(
  entry: AssistantEntry,
  speaker: string,
  open: boolean,
  actions: MessageActions,
): TemplateResult {
  const { reply } = entry;
  return html`<div class="message assistant" data-key=${entry.key} data-kind=${reply.kind} tabindex="-1">
    <span class="unseen">${speaker}: </span>
    ${body(reply, open, actions)} ${reply.kind === "answer" && reply.id ? feedbackView(entry, actions) : nothing}
    ${open ? followUps(reply, actions.choose) : nothing}
  </div>`;
}
