/** The check's summary, to take along: as text for the clipboard, and on paper. */

import { dayInWords, today } from "./dates";
import { addedPoints, type Reply } from "./reply";
import { texts } from "./texts";

/** An id such as `blood_thinners` as words. */
export function idInWords(id: string): string {
  return id.replaceAll("_", " ");
}

export function summaryText(reply: Reply): string {
  const { assessment, references } = reply;
  const added = addedPoints(reply);
  if (!assessment) return reply.text;
  return [
    texts.summaryTitle,
    "",
    `${texts.atHome}: ${texts.outcome[assessment.home]}`,
    `${texts.withProfessional}: ${texts.outcome[assessment.professional]}`,
    "",
    reply.text,
    "",
    ...added.map((point) => `- ${point.text}`),
    ...(added.length ? [""] : []),
    ...references.map((source, place) => `[${place + 1}] ${source.title}${source.address ? ` ${source.address}` : ""}`),
    ...(references.length ? [""] : []),
    texts.summaryMade(dayInWords(today())),
  ].join("\n");
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

const PAPER = "body { font: 12pt/1.5 system-ui, sans-serif; white-space: pre-wrap; margin: 2cm; }";

/** Prints text by itself, without the page around the widget. */
export function printText(text: string): void {
  const frame = document.createElement("iframe");
  frame.title = texts.summaryTitle;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  Object.assign(frame.style, { position: "fixed", width: "0", height: "0", border: "0" });
  document.body.append(frame);
  const paper = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!paper) return frame.remove();
  const sheet = new paper.CSSStyleSheet();
  sheet.replaceSync(PAPER);
  paper.document.adoptedStyleSheets = [sheet];
  paper.document.title = texts.summaryTitle;
  paper.document.body.textContent = text;
  paper.addEventListener("afterprint", () => frame.remove());
  paper.print();
}
