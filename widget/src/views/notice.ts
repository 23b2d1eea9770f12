import { html, nothing, type TemplateResult } from "lit";
import { dayInWords } from "../dates";
import type { Notice } from "../entries";
import { icons } from "../icons";
import type { Config } from "../reply";
import { texts } from "../texts";

function privacyLink(config: Config | null): TemplateResult | typeof nothing {
  if (!config?.privacyLink) return nothing;
  return html`<a href=${config.privacyLink} target="_blank" rel="noopener noreferrer">${texts.privacy}<span class="unseen"> (${
    texts.newWindow
  })</span></a>`;
}

function reviewLine(config: Config | null): string {
  const review = config?.clinicallyReviewed;
  return review ? texts.noticeReviewed(review.by, dayInWords(review.date)) : texts.noticeNotReviewed;
}

/** What this is and is not, above the first message: the least in view, the rest unfolds or is `unfolded` already. */
export function noticeView(config: Config | null, unfolded: boolean): TemplateResult {
  return html`<section class="notice" aria-label=${texts.noticeHeading}>
    <p>${icons.info}<span><strong>${texts.noticeWhat}</strong> ${reviewLine(config)} ${privacyLink(config)}</span></p>
    <details ?open=${unfolded}>
      <summary>${icons.chevron}<span>${texts.noticeMore}</span></summary>
      <ul>
        <li>${texts.noticeDoes}</li>
        <li>${texts.noticeCannot}</li>
        ${config?.retentionDays ? html`<li>${texts.noticeKept(config.retentionDays)}</li>` : nothing}
        <li>${texts.noticeErase}</li>
      </ul>
    </details>
  </section>`;
}

/** What happened to the conversation, in words. */
export function noticeText(notice: Notice): string {
  return {
    ended: texts.earlierEnded,
    history_failed: texts.historyFailed,
    forgotten: texts.forgotten,
    forget_failed: texts.forgetFailed,
    forget_ended: texts.forgetEnded,
    back_failed: texts.backFailed,
  }[notice];
}
