import { html, nothing, type TemplateResult } from "lit";
import { hourOf } from "../dates";
import type { AssistantEntry, VisitorEntry } from "../entries";
import { icons } from "../icons";
import type { Button, Reply } from "../reply";
import { CONTENT_LANGUAGE, texts } from "../texts";
import { dangerView, soundsDangerous } from "./calls";
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

/** What the views show beside what was said. */
export interface Around {
  /** Whose replies these are. */
  speaker: string;
  emergencyNumbers: string;
  /** Topics and the check, to fill up the choices of a reply that found no answer. */
  firstButtons: Button[];
}

const LEAST_CHOICES = 3;

function failure(entry: VisitorEntry, actions: MessageActions): TemplateResult {
  const { wait, failure: why } = entry;
  const words = wait
    ? `${texts.notSent} ${texts.limited(wait.seconds)}`
    : why === "unanswered"
      ? texts.unanswered
      : why && why !== "limited"
        ? `${texts.notSent} ${texts.errors[why]}`
        : texts.notSent;
  return html`<div class="failure">
    <p>${icons.warning}<span>${words}</span></p>
    <button type="button" class="small" ?disabled=${wait && !wait.over} @click=${() => actions.retry(entry)}>${
      texts.retry
    }</button>
    ${
      "text" in entry.body && why !== "unanswered"
        ? html`<button type="button" class="small plain" @click=${() => actions.edit(entry)}>${texts.edit}</button>`
        : nothing
    }
  </div>`;
}

function time(at: number | undefined): TemplateResult | typeof nothing {
  return at ? html`<time datetime=${new Date(at).toISOString()}>${hourOf(at)}</time>` : nothing;
}

/** A message of the visitor; `slow` where its answer takes long. */
export function visitorView(entry: VisitorEntry, slow: boolean, around: Around, actions: MessageActions): TemplateResult {
  const failed = entry.state === "failed";
  if (entry.topic && !failed) {
    return html`<p class="about" data-key=${entry.key} lang=${CONTENT_LANGUAGE}>${texts.aboutTopic(entry.text)}</p>`;
  }
  const alone = failed || (slow && entry.state === "sending");
  return html`<div class="message visitor" data-key=${entry.key} data-state=${entry.state}>
    <div class="bubble"><span class="unseen">${texts.you}: </span><span dir="auto">${entry.text}</span></div>
    ${alone && soundsDangerous(entry.text) ? dangerView(around.emergencyNumbers) : nothing}
    ${failed ? failure(entry, actions) : time(entry.at)}
  </div>`;
}

function body(reply: Reply, at: number | undefined, around: Around): TemplateResult {
  if (reply.kind === "question" && reply.buttons.length) return questionView(reply);
  if (reply.kind === "assessment" && reply.assessment) return assessmentView(reply, at, around.speaker);
  if (reply.kind === "triage") return triageView(reply);
  return html`<div class="bubble" dir="auto" lang=${CONTENT_LANGUAGE}>
    ${reply.heading ? html`<h3>${reply.heading}</h3>` : nothing}
    ${paragraphs(reply.text)} ${pointsView(reply)} ${sourcesView(reply)}
  </div>`;
}

/** What the reply offers; where it found no answer, at least three ways on. */
function choicesOf({ kind, buttons }: Reply, firstButtons: Button[]): Button[] {
  if (kind !== "fallback") return buttons;
  const others = firstButtons.filter((first) => !buttons.some(({ payload }) => payload === first.payload));
  return [...buttons, ...others.slice(0, Math.max(0, LEAST_CHOICES - buttons.length))];
}

function followUps(reply: Reply, around: Around, choose: Choose): TemplateResult | typeof nothing {
  const buttons = reply.kind === "question" ? [] : choicesOf(reply, around.firstButtons);
  if (buttons.length === 0) return nothing;
  if (reply.kind === "clarify") return options(buttons, choose, "option", texts.clarifyLabel);
  return options(buttons, choose, "chip", reply.kind === "answer" ? texts.followUpsLabel : texts.choicesLabel);
}

/** A message of the assistant; `open` where its buttons still count, `waiting` where it is to be seen above the dock. */
export function assistantView(
  entry: AssistantEntry,
  open: boolean,
  waiting: boolean,
  around: Around,
  actions: MessageActions,
): TemplateResult {
  const { reply, at } = entry;
  return html`<div class="message assistant" data-key=${entry.key} data-kind=${reply.kind} ?data-waiting=${waiting} tabindex="-1">
    <span class="unseen">${around.speaker}: </span>
    ${body(reply, at, around)} ${reply.kind === "answer" && reply.id ? feedbackView(entry, actions) : nothing}
    ${open ? followUps(reply, around, actions.choose) : nothing}
  </div>`;
}
