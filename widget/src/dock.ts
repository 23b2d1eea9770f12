/** The answers that wait to be chosen. While one is on its way they stay, so that nothing jumps. */

import type { Conversation } from "./conversation";
import { waitingQuestion, type AssistantEntry } from "./entries";

export class Dock {
  /** Payloads of the answers ticked so far; they stay ticked when something else is asked meanwhile. */
  readonly ticked = new Set<string>();
  #question: AssistantEntry | undefined;

  /** The question whose answers are to be shown now. */
  question({ sending, lastTurn }: Conversation): AssistantEntry | undefined {
    if (sending) return this.#question;
    const before = this.#question;
    this.#question = waitingQuestion(lastTurn);
    if (JSON.stringify(before?.reply.buttons) !== JSON.stringify(this.#question?.reply.buttons)) this.ticked.clear();
    return this.#question;
  }
}
