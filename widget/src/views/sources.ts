import { html, nothing, type TemplateResult } from "lit";
import { dayInWords } from "../dates";
import { icons } from "../icons";
import { addedPoints, type Point, type Reply } from "../reply";
import { texts } from "../texts";

/** The sources of a reply, folded: title, link and the day of the last check. */
export function sourcesView({ references, reviewed }: Reply): TemplateResult | typeof nothing {
  if (references.length === 0) return nothing;
  return html`<details class="sources" part="sources">
    <summary>
      ${icons.chevron}<span>${texts.sources(references.length)}${
        reviewed ? html`<span class="quiet">, ${texts.checkedOn(dayInWords(reviewed))}</span>` : nothing
      }</span>
    </summary>
    <ol>
      ${references.map(
        ({ title, address }) => html`<li dir="auto">${
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

/** The points of a card; the numbers after each are those of its sources in the reply's list. */
export function pointsView(reply: Reply): TemplateResult | typeof nothing {
  const { references } = reply;
  const points = addedPoints(reply);
  if (points.length === 0) return nothing;
  const numbers = ({ sources }: Point) =>
    sources.map((id) => references.findIndex((one) => one.id === id) + 1).filter((place) => place > 0).join(", ");
  return html`<ul class="points">
    ${points.map((point) => {
      const cited = numbers(point);
      return html`<li dir="auto">${point.text}${
        cited ? html` <span class="cited"><span class="unseen">(${texts.sourceNumbers(cited)})</span><span
              aria-hidden="true">[${cited}]</span></span>` : nothing
      }</li>`;
    })}
  </ul>`;
}
