/** Does beforehand, while nothing else is to be done, what a browser does slowly the first time. */

import { render } from "lit";
import type { Reply } from "./reply";
import { assistantView, visitorView, type Around, type MessageActions } from "./views/message";

const REPLY: Reply = {
  id: "-",
  text: "-",
  kind: "answer",
  topic: null,
  buttons: [{ title: "-", payload: "-" }],
  references: [{ id: "-", title: "-", address: "-" }],
  reviewed: "2000-01-01",
  points: [],
  call: [],
};

/**
 * Draws a question and its answer on an element that is nowhere. The templates are parsed then, and the formats of days and
 * hours made: a browser's first takes it as long as all the rest of a message together.
 */
export function warmUp(around: Around, actions: MessageActions): void {
  const parts = [
    visitorView({ key: "", from: "visitor", text: "", body: { text: "" }, id: "", place: 0, state: "sending", at: Date.now() }, false, around, actions),
    assistantView({ key: "", from: "assistant", reply: REPLY }, true, false, around, actions),
  ];
  render(parts, document.createElement("div"));
}
