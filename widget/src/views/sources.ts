import { html, nothing, type TemplateResult } from "lit";
import { dayInWords } from "../dates";
import { icons } from "../icons";
import { addedPoints, partsOfCard, type Point, type Reference, type Reply } from "../reply";
import { CONTENT_LANGUAGE, texts } from "../texts";

/** As many are shown on unfolding; the rest unfolds from there. */
const SHOWN_FIRST = 3;

function listView(references: Reference[], start: number): TemplateResult {
  return html`<ol lang=${CONTENT_LANGUAGE} start=${start}>
    ${references.map(
      ({ title, address }) => html`<li>${
        address
          ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${title}<span class="unseen"> (${
              texts.newWindow
            })</span></a>`
          : title
      }</li>`,
    )}
  </ol>`;
}

function foldView(summary: unknown, list: unknown): TemplateResult {
  return html`<details class="sources" part="sources">
    <summary>${icons.chevron}<span dir="auto">${summary}</span></summary>
    ${list}
  </details>`;
}

/** The sources of a reply, folded: title, link and the day of the last check. */
export function sourcesView({ references, reviewed }: Reply): TemplateResult | typeof nothing {
  const { length } = references;
  if (length === 0) return nothing;
  const checked = reviewed ? html`<span class="quiet">, ${texts.checkedOn(dayInWords(reviewed))}</span>` : nothing;
  const rest = references.slice(SHOWN_FIRST);
  return foldView(
    [texts.sources(length), checked],
    [
      listView(references.slice(0, SHOWN_FIRST), 1),
      rest.length ? foldView(texts.moreSources(rest.length), listView(rest, SHOWN_FIRST + 1)) : nothing,
    ],
  );
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

function pointView(point: Point, reply: Reply): TemplateResult {
  const [, subject, rest] = SUBJECT.exec(point.text) ?? [];
  return html`${subject ? html`<strong>${subject}</strong> ` : nothing}${rest ?? point.text}${citedView(point, reply)}`;
}

/** The text of a card. Its points stand in one ranked list, each with the numbers of its sources. */
export function textView(reply: Reply): TemplateResult {
  const { before, points, after } = partsOfCard(reply);
  const said = (parts: string[]): TemplateResult[] => parts.map((part) => html`<p>${part}</p>`);
  return html`<div class="said" lang=${CONTENT_LANGUAGE}>
    ${said(before)}
    ${
      points.length > 1
        ? html`<ol class="points">${points.map((point) => html`<li class="point">${pointView(point, reply)}</li>`)}</ol>`
        : points.map((point) => html`<p class="point">${pointView(point, reply)}</p>`)
    }
    ${said(after)}
  </div>`;
}
