import { html, nothing, type TemplateResult } from "lit";
import { dayInWords } from "../dates";
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

/** What this is and is not, above the first message. */
export function noticeView(config: Config | null): TemplateResult {
  return html`<section class="notice" aria-label=${texts.noticeHeading}>
    <h3>${icons.info}<span>${texts.noticeHeading}</span></h3>
    <ul>
      <li>${texts.noticeWhat}</li>
      <li>${texts.noticeNotDoctor}</li>
      <li>${reviewLine(config)}</li>
      <li>${texts.noticeErase} ${privacyLink(config)}</li>
    </ul>
  </section>`;
}
