/** Days and hours in words, in the language of the interface. */

import { texts } from "./texts";

/** A day such as 2026-11-21 in words; what is no day stays as it is. */
export function dayInWords(day: string): string {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(texts.language, { day: "numeric", month: "short", year: "numeric" }).format(date);
}

/** The day of a moment (in milliseconds since 1970), as YYYY-MM-DD in the visitor's own time. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The hour of a moment of today; with the day, of another. */
export function hourOf(at: number): string {
  const day = dayOf(at) === dayOf(Date.now()) ? {} : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(texts.language, { hour: "2-digit", minute: "2-digit", ...day }).format(at);
}
