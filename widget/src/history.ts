/** Takes over the server's history and keeps what is shown already, so that only news is announced. */

import type { AssistantEntry, Entry, VisitorEntry } from "./entries";
import { titleOf, topicOf } from "./payload";
import type { Button, Said } from "./reply";

export interface Makers {
  visitor(said: { text: string; id?: string; at?: number; topic?: string; place: number }): VisitorEntry;
  assistant(said: Said & { from: "assistant" }): AssistantEntry;
  topicTitle(topic: string): string;
}

export function merged(said: Said[], shown: Entry[], offeredFirst: Button[], make: Makers): Entry[] {
  const entries: Entry[] = [];
  let offered = offeredFirst;
  let place = 0;
  for (const [index, one] of said.entries()) {
    const before = shown[index];
    if (one.from === "assistant") {
      if (said[index - 1]?.from === "visitor") offered = [];
      offered = [...offered, ...one.reply.buttons];
      const same = before?.from === "assistant" && before.reply.text === one.reply.text;
      entries.push(same ? before : make.assistant(one));
      continue;
    }
    const pressed = titleOf(one.text, offered);
    const topic = pressed === null ? (topicOf(one.text) ?? undefined) : undefined;
    const text = pressed ?? (topic ? make.topicTitle(topic) : one.text);
    const same = before?.from === "visitor" && (topic ? before.topic === topic : before.text === text);
    entries.push(same ? before : make.visitor({ ...one, text, topic, place }));
    place++;
  }
  return entries;
}

/** Whether the server's history has a message: by its name or, from a server that knows none, by its words and place. */
export function hasArrived(entry: VisitorEntry, history: Entry[]): boolean {
  return history
    .filter((one) => one.from === "visitor")
    .slice(entry.place)
    .some((one) => one.id === entry.id || one.text === entry.text);
}
