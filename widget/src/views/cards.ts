import { html, nothing, type TemplateResult } from "lit";
import { icons, outcomeIcons, urgencyIcons } from "../icons";
import type { Outcome, Reply } from "../reply";
import { copied, idInWords, print, summaryOf, summaryText, type Summary } from "../summary";
import { CONTENT_LANGUAGE, texts } from "../texts";
import { callsView } from "./calls";
import { sourcesView, textView } from "./sources";

function level(where: string, outcome: Outcome): TemplateResult {
  return html`<div class="level" data-tone=${outcome}>
    ${outcomeIcons[outcome] ?? icons.info}
    <dt>${where}</dt>
    <dd>${texts.outcome[outcome] ?? idInWords(outcome)}</dd>
  </div>`;
}

async function copy(event: Event, summary: Summary): Promise<void> {
  const status = (event.currentTarget as HTMLElement).parentElement!.querySelector("[role=status]")!;
  status.textContent = (await copied(summaryText(summary))) ? texts.copied : texts.copyFailed;
}

/** What was told means: a level for home and one for a professional, in words, with reasons and gaps. */
export function assessmentView(reply: Reply, at: number | undefined, speaker: string): TemplateResult {
  const { home, professional } = reply.assessment!;
  const summary = summaryOf(reply, at ?? Date.now(), speaker);
  return html`<div class="card assessment" role="group" dir="auto" aria-label=${reply.heading ?? texts.assessmentLabel}>
    ${reply.heading ? html`<h3 lang=${CONTENT_LANGUAGE}>${reply.heading}</h3>` : nothing}
    <dl class="levels">${level(texts.atHome, home)}${level(texts.withProfessional, professional)}</dl>
    ${textView(reply)} ${sourcesView(reply)}
    ${
      reply.heading
        ? html`<div class="take">
            <button type="button" class="small" @click=${(event: Event) => copy(event, summary)}>
              ${icons.copy}${texts.copySummary}</button>
            <button type="button" class="small" @click=${() => print(summary)}>${icons.print}${texts.print}</button>
            <span role="status" class="quiet"></span>
          </div>`
        : nothing
    }
  </div>`;
}

/** How soon care is needed, in words; in an emergency with numbers to call. */
export function triageView(reply: Reply): TemplateResult {
  const urgency = reply.urgency ?? "same_day_doctor";
  const label = texts.urgency[urgency] ?? idInWords(urgency);
  return html`<div class="card triage" role="group" dir="auto" data-tone=${urgency} aria-label=${label}>
    <h3>${urgencyIcons[urgency] ?? icons.warning}<span>${label}</span></h3>
    ${reply.heading && reply.heading !== label ? html`<h4>${reply.heading}</h4>` : nothing}
    ${reply.call.length ? callsView(reply.call) : nothing} ${textView(reply)}
    ${sourcesView(reply)}
  </div>`;
}
