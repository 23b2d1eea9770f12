import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Conversation } from "../src/conversation";
import type { AssistantEntry } from "../src/entries";

const SERVER = "http://127.0.0.1/webhooks/web/";

interface Call {
  path: string;
  token: string | null;
  body: any;
}

let calls: Call[];
let answers: Record<string, () => [number, object?, Record<string, string>?]>;
let conversation: Conversation;
const opened: Conversation[] = [];

function storage(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage;
}

const ANSWER = { id: "m1.0", text: "Pricks.", kind: "answer", topic: "pain", sources: [], buttons: [] };

beforeEach(() => {
  calls = [];
  let sessions = 0;
  answers = {
    "GET config": () => [200, { name: "Clinic" }],
    "GET topics": () => [200, { topics: { aftercare: "Looking after skin" } }],
    "POST session": () => [201, { token: `t${++sessions}` }],
    "GET messages": () => [200, { messages: [] }],
    "POST messages": () => [200, { replies: [ANSWER] }],
    "POST feedback": () => [204],
    "DELETE session": () => [204],
  };
  vi.stubGlobal("localStorage", storage());
  vi.stubGlobal("sessionStorage", storage());
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("location", { origin: "http://127.0.0.1" });
  vi.stubGlobal("fetch", async (url: string, { method, headers, body }: RequestInit) => {
    const path = `${method} ${url.slice(SERVER.length)}`;
    const token = (headers as Record<string, string>)["Authorization"]?.slice("Bearer ".length) ?? null;
    calls.push({ path, token, body: body ? JSON.parse(body as string) : undefined });
    const [status, json, extra] = answers[path]!();
    return new Response(json ? JSON.stringify(json) : null, { status, headers: extra });
  });
  conversation = inNewTab();
});

function inNewTab(): Conversation {
  const one = new Conversation(SERVER, () => undefined);
  opened.push(one);
  return one;
}

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const say = (text: string) => conversation.send(text, { text });

test("a session begins with the first message and not before", async () => {
  await conversation.load();
  expect(calls.map((call) => call.path)).toEqual(["GET config"]);
  await say("does it hurt");
  expect(calls.slice(1).map((call) => [call.path, call.token])).toEqual([["POST session", null], ["POST messages", "t1"]]);
  expect(conversation.history.map((entry) => entry.from)).toEqual(["visitor", "assistant"]);
});

test("a token that is no longer accepted is replaced, and the visitor is told", async () => {
  await say("first");
  answers["POST messages"] = () => (calls.at(-1)!.token === "t1" ? [401] : [200, { replies: [ANSWER] }]);
  await say("second");
  expect(calls.at(-1)!.token).toBe("t2");
  expect(conversation.notice).toBe("ended");
  expect(conversation.history).toHaveLength(2);
});

test("a turn without replies has failed, and what was typed is kept", async () => {
  answers["POST messages"] = () => [200, { replies: [] }];
  await say("does it hurt");
  expect(conversation.outgoing[0]).toMatchObject({ text: "does it hurt", state: "failed", failure: "unavailable" });
  const reloaded = inNewTab();
  expect(reloaded.outgoing[0]).toMatchObject({ text: "does it hurt", state: "failed" });
});

test.each([
  [413, "too_long"],
  [400, "rejected"],
  [503, "unavailable"],
])("status %i is the failure %s", async (status, failure) => {
  answers["POST messages"] = () => [status];
  await say("…");
  expect(conversation.outgoing[0]!.failure).toBe(failure);
});

test("a turn is its own: neither an earlier failure nor earlier replies belong to it", async () => {
  expect((await say("one")).replies).toHaveLength(1);
  answers["POST messages"] = () => [503];
  const second = await say("two");
  expect([second.replies.length, second.failed?.text]).toEqual([0, "two"]);
  answers["POST messages"] = () => [200, { replies: [ANSWER] }];
  const third = await say("three");
  expect([third.replies.length, third.failed]).toEqual([1, undefined]);
});

test("a message has a name, keeps it when tried again, and another has another", async () => {
  answers["POST messages"] = () => [503];
  const { failed } = await say("one");
  answers["POST messages"] = () => [200, { replies: [ANSWER] }];
  await conversation.retry(failed!);
  await say("two");
  const names = calls.filter((call) => call.path === "POST messages").map((call) => call.body.id);
  expect(names[0]).toMatch(/^[A-Za-z0-9-]{8,64}$/);
  expect([names[1] === names[0], names[2] === names[0]]).toEqual([true, false]);
});

test("what was under way when the page was left is not sent again where the server has it", async () => {
  await say("one");
  answers["POST messages"] = () => {
    throw new TypeError("the page is gone");
  };
  await say("two");
  const here = inNewTab();
  expect(here.outgoing[0]).toMatchObject({ text: "two", state: "sending" });
  const before = calls.length;
  answers["GET messages"] = () => [
    200,
    { messages: ["one", "two"].flatMap((text) => [{ from: "visitor", text }, { from: "assistant", ...ANSWER }]) },
  ];
  await here.load();
  await here.load();
  expect(here.outgoing).toEqual([]);
  expect(here.history).toHaveLength(4);
  expect(calls.slice(before).some((call) => call.path === "POST messages")).toBe(false);
});

test("where the server has it not, it is sent as the same message, also one that says the same as an earlier one", async () => {
  await say("one");
  answers["POST messages"] = () => {
    throw new TypeError("the page is gone");
  };
  await say("one");
  const name = calls.findLast((call) => call.path === "POST messages")!.body.id;
  const here = inNewTab();
  answers["GET messages"] = () => [200, { messages: [{ from: "visitor", text: "one" }, { from: "assistant", ...ANSWER }] }];
  answers["POST messages"] = () => [200, { replies: [{ ...ANSWER, id: "m2.0" }] }];
  await here.load();
  await here.load();
  expect(calls.findLast((call) => call.path === "POST messages")!.body.id).toBe(name);
  expect(here.history).toHaveLength(4);
});

test("a turn that the server had kept, and the history shows already, is not shown twice", async () => {
  answers["POST messages"] = () => [200, { replies: [{ ...ANSWER, id: `m${calls.length}.0` }] }];
  await say("one");
  await say("two");
  answers["POST messages"] = () => {
    throw new TypeError("the page is gone");
  };
  await say("three");
  const here = inNewTab();
  // A long conversation's history is its last page.
  answers["GET messages"] = () => [200, { messages: [{ from: "visitor", text: "three" }, { from: "assistant", ...ANSWER, id: "m9.0" }] }];
  answers["POST messages"] = () => [200, { replies: [{ ...ANSWER, id: "m9.0" }] }];
  await here.load();
  await here.load();
  expect(here.history).toHaveLength(2);
  expect(here.outgoing).toEqual([]);
});

test("only an answer in the check can be taken back", async () => {
  const question = { ...ANSWER, kind: "question", topic: null, buttons: [{ title: "Yes", payload: '/check_answer{"answers": ["x"]}' }] };
  await say("does it hurt");
  expect(conversation.canGoBack).toBe(false);
  answers["POST messages"] = () => [200, { replies: [question] }];
  await say("check me");
  expect(conversation.canGoBack).toBe(false);
  await conversation.send("Yes", { payload: question.buttons[0]!.payload });
  expect(conversation.canGoBack).toBe(true);
  answers["DELETE messages"] = () => [503];
  await conversation.goBack();
  expect([conversation.notice, conversation.history.length]).toEqual(["back_failed", 6]);
});

test("after too many messages the server's waiting time is kept to", async () => {
  vi.useFakeTimers();
  answers["POST messages"] = () => [429, {}, { "Retry-After": "7" }];
  await say("again");
  const entry = conversation.outgoing[0]!;
  expect(entry.wait).toEqual({ seconds: 7, over: false });
  vi.advanceTimersByTime(7000);
  expect(entry.wait!.over).toBe(true);
});

test("what could not leave offline leaves when the connection is back", async () => {
  (navigator as { onLine: boolean }).onLine = false;
  await say("does it hurt");
  expect(calls).toHaveLength(0);
  (navigator as { onLine: boolean }).onLine = true;
  conversation.online();
  await conversation.load();
  expect(conversation.outgoing).toHaveLength(0);
  expect(conversation.history).toHaveLength(2);
});

test("history shows pressed buttons by their titles and asked topics as such", async () => {
  localStorage.setItem(`needlewise:${SERVER}`, "t9");
  const buttons = [{ title: "Does it hurt?", payload: '/faq{"topic": "pain"}' }];
  answers["GET messages"] = () => [
    200,
    {
      messages: [
        { from: "visitor", text: "hello" },
        { from: "assistant", ...ANSWER, buttons },
        { from: "visitor", text: '/faq{"topic": "pain"}' },
        { from: "assistant", ...ANSWER },
        { from: "visitor", text: '/faq{"topic": "aftercare"}' },
        { from: "visitor", text: "Looking after", payload: '/faq{"topic": "aftercare"}' },
      ],
    },
  ];
  await conversation.load();
  expect(conversation.history[2]).toMatchObject({ text: "Does it hurt?", topic: undefined });
  expect(conversation.history[4]).toMatchObject({ topic: "aftercare", text: "Looking after skin" });
  expect(conversation.history[5]).toMatchObject({ topic: "aftercare", text: "Looking after skin" });
});

test("a long conversation is read page by page", async () => {
  localStorage.setItem(`needlewise:${SERVER}`, "t9");
  answers["GET messages"] = () => [200, { messages: [{ from: "visitor", id: "2", text: "two" }], earlier: "2" }];
  answers["GET messages?before=2"] = () => [200, { messages: [{ from: "visitor", id: "1", text: "one" }], earlier: null }];
  await conversation.load();
  expect(conversation.history.map((entry) => entry.from === "visitor" && entry.text)).toEqual(["one", "two"]);
});

test("feedback names the message by its id", async () => {
  await say("does it hurt");
  await conversation.rate(conversation.history[1] as AssistantEntry, false, "too short");
  expect(calls.at(-1)!.body).toEqual({ message_id: "m1.0", helpful: false, reason: "too short" });
});

test("after a typed wish to be forgotten, what was said before goes from the screen too", async () => {
  await say("does it hurt");
  answers["POST messages"] = () => [200, { replies: [{ ...ANSWER, kind: "privacy", text: "Done." }] }];
  await say("forget me");
  expect(conversation.history.map((entry) => (entry.from === "visitor" ? entry.text : entry.reply.text))).toEqual(["forget me", "Done."]);
});

test("a topic of the page's that the assistant does not know is let go", async () => {
  answers["POST messages"] = () => [400];
  await conversation.ask("no_such_topic");
  expect(conversation.fresh).toBe(true);
});

test("forgetting erases on the server first; when that fails nothing is forgotten", async () => {
  await say("does it hurt");
  answers["DELETE session"] = () => [503];
  await conversation.forget();
  expect(conversation.notice).toBe("forget_failed");
  expect(conversation.history).toHaveLength(2);
  answers["DELETE session"] = () => [204];
  await conversation.forget();
  expect(conversation.fresh).toBe(true);
  expect(localStorage.getItem(`needlewise:${SERVER}`)).toBeNull();
});

test("blocked storage leaves a chat that works until the page is left", async () => {
  const blocked = { getItem: refuse, setItem: refuse, removeItem: refuse } as unknown as Storage;
  vi.stubGlobal("localStorage", blocked);
  vi.stubGlobal("sessionStorage", blocked);
  const here = inNewTab();
  await here.send("one", { text: "one" });
  await here.send("two", { text: "two" });
  expect(calls.filter((call) => call.path === "POST session")).toHaveLength(1);
});

function refuse(): never {
  throw new DOMException("blocked", "SecurityError");
}
