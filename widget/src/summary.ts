/** The check's summary, to take along: as text for the clipboard, and on paper. */

import { dayInWords, dayOf } from "./dates";
import { partsOfCard, type Reference, type Reply } from "./reply";
import { texts } from "./texts";

/** An id such as `blood_thinners` as words. */
export function idInWords(id: string): string {
  return id.replaceAll("_", " ");
}

export interface Summary {
  title: string;
  /** The day on which it was made and by whom, and how many sources it has. */
  made: string[];
  levels: { where: string; outcome: string }[];
  before: string[];
  /** The gravest first, each with the numbers of its sources. */
  reasons: string[];
  after: string[];
  sources: Reference[];
}

/**
 * @param at when it was said, in milliseconds since 1970.
 * @param speaker who said it.
 */
export function summaryOf(reply: Reply, at: number, speaker: string): Summary {
  const { assessment, references, reviewed } = reply;
  const { before, points, after } = partsOfCard(reply);
  const numbers = (ids: string[]): string => {
    const places = ids.map((id) => references.findIndex((one) => one.id === id) + 1).filter(Boolean);
    return places.length ? ` [${places.sort((one, other) => one - other).join(", ")}]` : "";
  };
  const levels = assessment ? { [texts.atHome]: assessment.home, [texts.withProfessional]: assessment.professional } : {};
  const checked = [texts.sources(references.length), ...(reviewed ? [texts.checkedOn(dayInWords(reviewed))] : [])].join(", ");
  return {
    title: reply.heading ?? texts.assessmentLabel,
    made: [texts.summaryMade(dayInWords(dayOf(at)), speaker), ...(references.length ? [`${checked}.`] : [])],
    levels: Object.entries(levels).map(([where, outcome]) => ({ where, outcome: texts.outcome[outcome] })),
    before,
    reasons: points.map(({ text, sources }) => text + numbers(sources)),
    after,
    sources: references,
  };
}

export function summaryText(summary: Summary): string {
  const numbered = (lines: string[], mark: (number: number) => string): string =>
    lines.map((line, place) => `${mark(place + 1)} ${line}`).join("\n");
  return [
    [summary.title, ...summary.made].join("\n"),
    summary.levels.map(({ where, outcome }) => `${where}: ${outcome}`).join("\n"),
    ...summary.before,
    numbered(summary.reasons, (number) => `${number}.`),
    ...summary.after,
    numbered(summary.sources.map(({ title, address }) => (address ? `${title} ${address}` : title)), (number) => `[${number}]`),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** Puts text on the clipboard; false where the browser does not let us. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const PAPER = `body { font: 11pt/1.45 system-ui, sans-serif; margin: 2cm; } h1 { font-size: 17pt; } h2 { font-size: 12pt; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 4pt 14pt; } dd { margin: 0; font-weight: 600; } li { margin-block: 4pt; }`;

/** Prints the summary by itself, without the page around the widget. */
export function print(summary: Summary): void {
  const frame = document.createElement("iframe");
  frame.title = summary.title;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  Object.assign(frame.style, { position: "fixed", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const paper = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!paper) return frame.remove();
  const sheet = new paper.CSSStyleSheet();
  sheet.replaceSync(PAPER);
  const page = paper.document;
  page.adoptedStyleSheets = [sheet];
  page.title = summary.title;
  const element = (name: string, content: string | Node[]): HTMLElement => {
    const made = page.createElement(name);
    made.append(...(typeof content === "string" ? [content] : content));
    return made;
  };
  const list = (lines: string[]): HTMLElement[] => (lines.length ? [element("ol", lines.map((line) => element("li", line)))] : []);
  page.body.append(
    element("h1", summary.title),
    element("dl", summary.levels.flatMap(({ where, outcome }) => [element("dt", where), element("dd", outcome)])),
    ...summary.before.map((part) => element("p", part)),
    ...list(summary.reasons),
    ...summary.after.map((part) => element("p", part)),
    ...(summary.sources.length ? [element("h2", texts.summarySources)] : []),
    ...list(summary.sources.map(({ title, address }) => (address ? `${title} ${address}` : title))),
    ...summary.made.map((part) => element("p", part)),
  );
  paper.addEventListener("afterprint", () => frame.remove());
  paper.print();
}
