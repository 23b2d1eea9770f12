/** Payloads: what pressing a button sends, as `/intent{"name": value}`. */

import type { Button } from "./reply";

/** Answers that cannot stand beside others: each is sent by itself. */
const ALONE = new Set(["none", "not_sure", "skip"]);

const TOPIC = /^\/faq(?:\/|\{\s*"topic"\s*:\s*")([a-z0-9_]+)(?:"\s*\})?$/;

export function topicPayload(topic: string): string {
  return `/faq{"topic": "${topic}"}`;
}

/** The topic that a payload asks for, or null. */
export function topicOf(payload: string): string | null {
  return TOPIC.exec(payload)?.[1] ?? null;
}

interface Parsed {
  intent: string;
  answers: string[];
}

function parse(payload: string): Parsed | null {
  const match = /^(\/[\w/]+)(\{.*\})$/s.exec(payload);
  if (!match) return null;
  try {
    const { answers } = JSON.parse(match[2]!) as { answers?: unknown };
    return Array.isArray(answers) ? { intent: match[1]!, answers: answers.map(String) } : null;
  } catch {
    return null;
  }
}

/** True where the button answers a question; others skip it, or ask why it is asked. */
export function isAnswer(button: Button): boolean {
  return parse(button.payload) !== null;
}

/** True where the button says that none of the answers is so. */
export function isNone({ payload }: Button): boolean {
  return payload === "/check_none" || (parse(payload)?.answers.includes("none") ?? false);
}

/** True where the button may be chosen together with others. */
export function canBeCombined(button: Button): boolean {
  const parsed = parse(button.payload);
  return parsed !== null && !parsed.answers.some((answer) => ALONE.has(answer));
}

/** One payload that gives the answers of all the buttons; they must be combinable and of one question. */
export function mergedPayload(buttons: Button[]): string {
  const parsed = buttons.map((button) => parse(button.payload)).filter((one) => one !== null);
  const answers = JSON.stringify(parsed.flatMap((one) => one.answers)).replaceAll('","', '", "');
  return `${parsed[0]!.intent}{"answers": ${answers}}`;
}

/** What the visitor's message says to a reader: the titles of the buttons that its payload stands for. */
export function titleOf(payload: string, buttons: Button[]): string | null {
  const same = buttons.find((button) => button.payload === payload);
  if (same) return same.title;
  const wanted = parse(payload);
  if (!wanted) return null;
  const chosen = buttons.filter((button) => {
    const offered = parse(button.payload);
    return offered?.intent === wanted.intent && offered.answers.every((answer) => wanted.answers.includes(answer));
  });
  return chosen.length ? chosen.map((button) => button.title).join(", ") : null;
}
