import { html, nothing, type TemplateResult } from "lit";
import { dayInWords } from "../dates";
import { icons } from "../icons";
import { addedPoints, type Point, type Reply } from "../reply";
import { texts } from "../texts";
import { partsOf } from "./text";

/** The sources of a reply, folded: title, link and the day of the last check. */
export function sourcesView({ references, reviewed }: Reply): TemplateResult | typeof nothing {
  if (references.length === 0) return nothing;
  return html`<details class="sources" part="sources">
    <summary>
      ${icons.chevron}<span dir="auto">${texts.sources(references.length)}${
        reviewed ? html`<span class="quiet">, ${texts.checkedOn(dayInWords(reviewed))}</span>` : nothing
      }</span>
    </summary>
    <ol>
      ${references.map(
        ({ title, address }) => html`<li>${
          address
            ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${title}<span class="unseen"> (${
                texts.newWindow
              })</span></a>`
            : title
        }</li>`,
      )}
    </ol>
  </details>`;
}

/** The numbers of a point's sources in the reply's list. */
function citedView({ sources }: Point, { references }: Reply): TemplateResult | typeof nothing {
  const places = sources.map((id) => references.findIndex((one) => one.id === id) + 1).filter((place) => place > 0);
  if (places.length === 0) return nothing;
  const cited = places.sort((one, other) => one - other).join(", ");
  return html` <span class="cited"><span class="unseen">(${texts.sourceNumbers(cited)})</span><span
    aria-hidden="true">[${cited}]</span></span>`;
}

/** The points of a card that its text does not have, with the numbers of their sources. */
export function pointsView(reply: Reply): TemplateResult | typeof nothing {
  const points = addedPoints(reply);
  if (points.length === 0) return nothing;
  return html`<ul class="points">
    ${points.map((point) => html`<li>${point.text}${citedView(point, reply)}</li>`)}
  </ul>`;
}

/** "Eczema: needles …" as its subject and the rest; a text without a short subject has none. */
const SUBJECT = /^([^:.?!]{2,70}): (.+)$/s;

/** The text of a card. A paragraph that is a point names its sources, and its subject stands out. */
export function textView(reply: Reply): TemplateResult[] {
  return partsOf(reply.text).map((part) => {
    const point = reply.points.find(({ text }) => text === part);
    if (!point) return html`<p>${part}</p>`;
    const [, subject, rest] = SUBJECT.exec(part) ?? [];
    return html`<p class="point">${subject ? html`<strong>${subject}</strong> ` : nothing}${rest ?? part}${citedView(point, reply)}</p>`;
  });
}
