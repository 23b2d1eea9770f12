/** Days and hours in words, in the language of the interface. */

import { texts } from "./texts";

const DAY = { day: "numeric", month: "short" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit" } as const;

/** Made once each: a browser's first one takes as long as all the rest of a message together. */
const formats = new Map<object, Intl.DateTimeFormat>();
const kinds = { date: { ...DAY, year: "numeric" }, hour: HOUR, dayAndHour: { ...HOUR, ...DAY } } as const;

function inWords(kind: object, at: Date | number): string {
  if (!formats.has(kind)) formats.set(kind, new Intl.DateTimeFormat(texts.language, kind));
  return formats.get(kind)!.format(at);
}

/** A day such as 2026-11-21 in words; what is no day stays as it is. */
export function dayInWords(day: string): string {
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? day : inWords(kinds.date, date);
}

/** The day of a moment (in milliseconds since 1970), as YYYY-MM-DD in the visitor's own time. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The hour of a moment of today; with the day, of another. */
export function hourOf(at: number): string {
  return inWords(dayOf(at) === dayOf(Date.now()) ? kinds.hour : kinds.dayAndHour, at);
}
