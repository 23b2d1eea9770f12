/** Whether an answer helped. */

import type { Api } from "./api";
import type { AssistantEntry } from "./entries";

/**
 * Rates an answer and notes on it how far that got; with a reason once more, in place of the first rating.
 * @param changed called whenever there is something new to show.
 */
export async function rate(
  api: Api,
  token: string | null,
  entry: AssistantEntry,
  { helpful, reason }: { helpful: boolean; reason?: string },
  changed: () => void,
): Promise<boolean> {
  const message_id = entry.reply.id;
  if (!token || !message_id) return false;
  entry.feedback = { helpful, stage: "sending" };
  changed();
  try {
    await api.feedback(token, { message_id, helpful, ...(reason ? { reason } : {}) });
    entry.feedback = { helpful, stage: helpful || reason !== undefined ? "done" : "reason" };
  } catch {
    entry.feedback = { helpful, stage: "failed" };
  }
  changed();
  return entry.feedback.stage !== "failed";
}
