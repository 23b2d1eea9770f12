/** The conversation as this tab holds it: what the server has confirmed, then what is still on its way. */

import { Api, ApiError, type Body, type Failure } from "./api";
import { Memory } from "./memory";
import { titleOf, topicOf, topicPayload } from "./payload";
import type { Button, Config, Reply, Said } from "./reply";
import { idInWords } from "./summary";
import { Tabs } from "./tabs";

export interface VisitorEntry {
  key: string;
  from: "visitor";
  text: string;
  /** Set where the page, not the visitor, asked for a topic. */
  topic?: string;
  body: Body;
  state: "sent" | "sending" | "failed";
  failure?: Failure;
  /** Seconds that the server asked us to wait, and whether they are over. */
  wait?: { seconds: number; over: boolean };
}

export interface AssistantEntry {
  key: string;
  from: "assistant";
  reply: Reply;
  feedback?: { helpful: boolean; stage: "sending" | "reason" | "done" | "failed" };
}

export type Entry = VisitorEntry | AssistantEntry;
/** What came of a message: the replies, or the message itself where it could not be sent. */
export interface Turn {
  replies: AssistantEntry[];
  failed?: VisitorEntry;
}

export type Notice = "ended" | "history_failed" | "forgotten" | "forget_failed" | "forget_ended";

export class Conversation {
  config: Config | null = null;
  history: Entry[] = [];
  outgoing: VisitorEntry[] = [];
  notice: Notice | null = null;

  #api: Api;
  #memory: Memory;
  #tabs: Tabs;
  #changed: () => void;
  #keys = 0;
  #loaded = false;
  #turn: Promise<unknown> = Promise.resolve();
  #timers = new Set<ReturnType<typeof setTimeout>>();

  /** @param changed called whenever there is something new to show. */
  constructor(server: string, changed: () => void) {
    this.#api = new Api(server);
    this.#memory = new Memory(server);
    this.#changed = changed;
    this.#tabs = new Tabs(server, (news) => void this.#hear(news));
    this.outgoing = this.#memory.unsent.map((one) => ({ ...this.#visitor(one.text, one.body), state: "failed" }));
  }

  get draft(): string {
    return this.#memory.draft;
  }

  set draft(text: string) {
    this.#memory.draft = text;
  }

  get sending(): boolean {
    return this.outgoing.some((entry) => entry.state === "sending");
  }

  /** True where the visitor has said nothing yet. */
  get fresh(): boolean {
    return this.history.length === 0 && this.outgoing.length === 0;
  }

  /** The replies to the visitor's last message: the only ones whose buttons still count. */
  get lastTurn(): AssistantEntry[] {
    if (this.sending) return [];
    const last = this.history.findLastIndex((entry) => entry.from === "visitor");
    return this.history.slice(last + 1) as AssistantEntry[];
  }

  /** Loads configuration and history, once; what fails is tried again at the next call. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.config) this.config = await this.#api.config().catch(() => null);
      if (!this.#loaded) await this.#fetchHistory();
    });
  }

  /** Asks for a topic that the page, and not the visitor, named. */
  ask(topic: string): Promise<Turn> {
    return this.send(this.#topicTitle(topic), { payload: topicPayload(topic) }, topic);
  }

  /** Sends a message after those before it. Resolves when the replies are there or it has failed. */
  send(text: string, body: Body, topic?: string): Promise<Turn> {
    const entry: VisitorEntry = { ...this.#visitor(text, body), topic };
    this.notice = null;
    this.outgoing.push(entry);
    return this.#deliver(entry);
  }

  retry(entry: VisitorEntry): Promise<Turn> {
    entry.state = "sending";
    entry.failure = entry.wait = undefined;
    return this.#deliver(entry);
  }

  /** Sends again what could not leave while there was no connection. */
  online(): void {
    for (const entry of this.outgoing) if (entry.failure === "offline") void this.retry(entry);
  }

  /** Takes a message that was not sent back out, to be edited. */
  withdraw(entry: VisitorEntry): void {
    this.#setOutgoing(this.outgoing.filter((one) => one !== entry));
  }

  /** Erases the conversation on the server and here, and says so in `notice`. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      const token = this.#memory.token;
      try {
        if (token) await this.#api.erase(token);
        this.#clear("forgotten");
      } catch (error) {
        if ((error as ApiError).failure === "ended") this.#clear("forget_ended");
        else this.notice = "forget_failed";
      }
      if (this.notice !== "forget_failed") this.#tabs.tell("forgotten");
    });
  }

  /** Rates an answer; with a reason once more, in place of the first rating. */
  async rate(entry: AssistantEntry, helpful: boolean, reason?: string): Promise<boolean> {
    const token = this.#memory.token;
    const message_id = entry.reply.id;
    if (!token || !message_id) return false;
    entry.feedback = { helpful, stage: "sending" };
    this.#changed();
    try {
      await this.#api.feedback(token, { message_id, helpful, ...(reason ? { reason } : {}) });
      entry.feedback = { helpful, stage: helpful || reason !== undefined ? "done" : "reason" };
    } catch {
      entry.feedback = { helpful, stage: "failed" };
    }
    this.#changed();
    return entry.feedback.stage !== "failed";
  }

  /** Ends the giving of a reason without one. */
  skipReason(entry: AssistantEntry): void {
    if (entry.feedback) entry.feedback.stage = "done";
    this.#changed();
  }

  close(): void {
    this.#tabs.close();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #hear(news: "changed" | "forgotten"): Promise<void> {
    if (news === "forgotten") return this.#inTurn(async () => this.#clear("forgotten"));
    if (this.#loaded) await this.#inTurn(() => this.#fetchHistory());
  }

  /** Runs one exchange with the server after another: the history's order and places depend on it. */
  #inTurn<Result>(exchange: () => Promise<Result>): Promise<Result> {
    const run = this.#turn.then(exchange).finally(() => this.#changed());
    this.#turn = run.catch(() => undefined);
    return run;
  }

  #deliver(entry: VisitorEntry): Promise<Turn> {
    this.#setOutgoing(this.outgoing);
    return this.#inTurn(async () => {
      try {
        if (!navigator.onLine) throw new ApiError("offline", 0);
        const replies = await this.#withToken((token) => this.#api.send(token, entry.body));
        entry.state = "sent";
        const answers = replies.map((reply) => this.#assistant(reply));
        const before = (await this.#erasedBy(replies)) ? [] : this.history;
        this.history = [...before, entry, ...answers];
        this.#setOutgoing(this.outgoing.filter((one) => one !== entry));
        this.#loaded = true;
        this.config ??= await this.#api.config().catch(() => null);
        this.#tabs.tell("changed");
        return { replies: answers };
      } catch (error) {
        this.#fail(entry, error);
        return { replies: [], failed: entry.state === "failed" ? entry : undefined };
      }
    });
  }

  /** Whether the turn erased what was said before, as when the visitor types "forget me". */
  async #erasedBy(replies: Reply[]): Promise<boolean> {
    const token = this.#memory.token;
    if (!token || !replies.some((reply) => reply.kind === "privacy")) return false;
    const kept = await this.#api.history(token).catch(() => null);
    return kept?.length === 0;
  }

  #fail(entry: VisitorEntry, error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    // A topic that the page named and the assistant does not know is the site owner's slip, nothing to show a visitor.
    if (entry.topic && error.failure === "rejected") return this.withdraw(entry);
    entry.state = "failed";
    entry.failure = error.failure;
    if (error.failure !== "limited") return;
    const wait = { seconds: error.retryAfter, over: false };
    entry.wait = wait;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      wait.over = true;
      this.#changed();
    }, error.retryAfter * 1000);
    this.#timers.add(timer);
  }

  /** Runs a request with the session's token; one that is no longer accepted is replaced, once. */
  async #withToken<T>(request: (token: string) => Promise<T>): Promise<T> {
    const known = this.#memory.token;
    if (known) {
      try {
        return await request(known);
      } catch (error) {
        if (!(error instanceof ApiError) || error.failure !== "ended") throw error;
        this.#end(known);
      }
    }
    const token = this.#memory.token ?? (this.#memory.token = await this.#api.newSession());
    return request(token);
  }

  #end(token: string): void {
    if (this.#memory.token === token) this.#memory.token = null;
    this.notice = this.history.length > 0 || !this.#loaded ? "ended" : null;
    this.history = [];
  }

  async #fetchHistory(): Promise<void> {
    const token = this.#memory.token;
    try {
      this.#merge(token ? await this.#api.history(token) : []);
      this.#loaded = true;
      if (this.notice === "history_failed") this.notice = null;
    } catch (error) {
      if ((error as ApiError).failure === "ended") {
        this.#end(token!);
        this.#loaded = true;
      } else this.notice = "history_failed";
    }
  }

  /** Takes over the server's history and keeps what is shown already, so that only news is announced. */
  #merge(said: Said[]): void {
    const merged: Entry[] = [];
    let offered: Button[] = this.config?.greeting?.buttons ?? [];
    for (const [index, one] of said.entries()) {
      const before = this.history[index];
      if (one.from === "assistant") {
        if (said[index - 1]?.from === "visitor") offered = [];
        offered = [...offered, ...one.reply.buttons];
        const same = before?.from === "assistant" && before.reply.text === one.reply.text;
        merged.push(same ? before : this.#assistant(one.reply));
      } else {
        const pressed = titleOf(one.text, offered);
        const topic = pressed === null ? (topicOf(one.text) ?? undefined) : undefined;
        const text = pressed ?? (topic ? this.#topicTitle(topic) : one.text);
        const same = before?.from === "visitor" && (topic ? before.topic === topic : before.text === text);
        merged.push(same ? before : { ...this.#visitor(text, { text }), state: "sent", topic });
      }
    }
    this.history = merged;
  }

  #clear(notice: Notice): void {
    this.#memory.token = null;
    this.#memory.draft = "";
    this.history = [];
    this.#setOutgoing([]);
    this.notice = notice;
  }

  #setOutgoing(entries: VisitorEntry[]): void {
    this.outgoing = entries;
    this.#memory.unsent = entries.map(({ text, body }) => ({ text, body }));
    this.#changed();
  }

  #topicTitle(topic: string): string {
    return this.config?.topics[topic] ?? idInWords(topic);
  }

  #visitor(text: string, body: Body): VisitorEntry {
    return { key: `v${this.#keys++}`, from: "visitor", text, body, state: "sending" };
  }

  #assistant(reply: Reply): AssistantEntry {
    return { key: `a${this.#keys++}`, from: "assistant", reply };
  }
}
