import { html, nothing, type TemplateResult } from "lit";
import { icons, outcomeIcons, urgencyIcons } from "../icons";
import { callsOf } from "../phone";
import { addedPoints, type Outcome, type Reply } from "../reply";
import { copied, idInWords, printText, summaryText } from "../summary";
import { texts } from "../texts";
import { pointsView, sourcesView, textView } from "./sources";

function level(where: string, outcome: Outcome): TemplateResult {
  return html`<div class="level" data-tone=${outcome}>
    ${outcomeIcons[outcome] ?? icons.info}
    <dt>${where}</dt>
    <dd>${texts.outcome[outcome] ?? idInWords(outcome)}</dd>
  </div>`;
}

async function copy(event: Event, reply: Reply): Promise<void> {
  const status = (event.currentTarget as HTMLElement).parentElement!.querySelector("[role=status]")!;
  status.textContent = (await copied(summaryText(reply))) ? texts.copied : texts.copyFailed;
}

/** What the check found: a level for home and one for a professional, in words, with reasons and gaps. */
export function assessmentView(reply: Reply): TemplateResult {
  const { home, professional } = reply.assessment!;
  return html`<div class="card assessment" role="group" dir="auto" aria-label=${reply.heading ?? texts.assessmentHeading}>
    <h3>${reply.heading ?? texts.assessmentHeading}</h3>
    <dl class="levels">${level(texts.atHome, home)}${level(texts.withProfessional, professional)}</dl>
    ${textView(reply)}
    ${addedPoints(reply).length ? html`<h4>${texts.why}</h4>` : nothing} ${pointsView(reply)}
    ${sourcesView(reply)}
    <div class="take">
      <button type="button" class="small" @click=${(event: Event) => copy(event, reply)}>
        ${icons.copy}${texts.copySummary}</button>
      <button type="button" class="small" @click=${() => printText(summaryText(reply))}>${icons.print}${texts.print}</button>
      <span role="status" class="quiet"></span>
    </div>
  </div>`;
}

/** How soon care is needed, in words; in an emergency with numbers to call. */
export function triageView(reply: Reply): TemplateResult {
  const urgency = reply.urgency ?? "same_day_doctor";
  const label = texts.urgency[urgency] ?? idInWords(urgency);
  const calls = callsOf(reply.call);
  return html`<div class="card triage" role="group" dir="auto" data-tone=${urgency} aria-label=${label}>
    <h3>${urgencyIcons[urgency] ?? icons.warning}<span>${label}</span></h3>
    ${reply.heading && reply.heading !== label ? html`<h4>${reply.heading}</h4>` : nothing}
    ${textView(reply)}
    ${
      calls.length
        ? html`<div class="calls">
            ${calls.map(
              ({ label, number, call }) => html`<a class="call" href=${call}>${icons.phone}${texts.call(label, number)}</a>`,
            )}
          </div>`
        : nothing
    }
    ${pointsView(reply)} ${sourcesView(reply)}
  </div>`;
}
