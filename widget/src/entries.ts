/** What the conversation is made of, as this tab shows it. */

import type { Body, Failure } from "./api";
import type { Reply } from "./reply";

export interface VisitorEntry {
  key: string;
  from: "visitor";
  text: string;
  /** Set where the page, not the visitor, asked for a topic. */
  topic?: string;
  body: Body;
  /** The message's name, the same each time it is sent. */
  id: string;
  /** How many messages of the visitor stood before it. */
  place: number;
  state: "sent" | "sending" | "failed";
  failure?: Failure;
  /** The server answered, and did not take it. */
  refused?: boolean;
  /** Sent before, so that the server may have it. */
  tried?: boolean;
  /** Seconds that the server asked us to wait, and whether they are over. */
  wait?: { seconds: number; over: boolean };
  /** When it was said, in milliseconds since 1970. */
  at?: number;
}

export interface AssistantEntry {
  key: string;
  from: "assistant";
  reply: Reply;
  feedback?: { helpful: boolean; stage: "sending" | "reason" | "done" | "failed" };
  at?: number;
}

export type Entry = VisitorEntry | AssistantEntry;

/** What came of a message: the replies, or the message itself where it could not be sent. */
export interface Turn {
  replies: AssistantEntry[];
  failed?: VisitorEntry;
}

export type Notice = "ended" | "history_failed" | "forgotten" | "forget_failed" | "forget_ended" | "back_failed";

/** The first message, which is part of no conversation, with the words that it has here. */
export function greeting(reply: Reply | null, text: string): AssistantEntry {
  const plain: Reply = { text, kind: "smalltalk", topic: null, buttons: reply?.buttons ?? [], references: [], points: [], call: [] };
  return { key: "greeting", from: "assistant", reply: plain };
}

/** The question of the guided check that waits for an answer at the end of these replies. */
export function waitingQuestion(turn: AssistantEntry[]): AssistantEntry | undefined {
  const last = turn.at(-1);
  return last?.reply.kind === "question" && last.reply.buttons.length ? last : undefined;
}
