/** The conversation as this tab holds it: what the server has confirmed, then what is still on its way. */

import { Api, ApiError, newId, type Body } from "./api";
import { waitingQuestion, type AssistantEntry, type Entry, type Notice, type Turn, type VisitorEntry } from "./entries";
import { hasArrived, merged } from "./history";
import { rate } from "./rating";
import { Memory } from "./memory";
import { topicOf, topicPayload } from "./payload";
import type { Config, Reply } from "./reply";
import { idInWords } from "./summary";
import { Tabs } from "./tabs";

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
  #topics: Record<string, string> = {};
  #turn: Promise<unknown> = Promise.resolve();
  #timers = new Set<ReturnType<typeof setTimeout>>();

  /** @param changed called whenever there is something new to show. */
  constructor(server: string, changed: () => void) {
    this.#api = new Api(server);
    this.#memory = new Memory(server);
    this.#changed = changed;
    this.#tabs = new Tabs(server, (news) => void this.#hear(news));
    this.outgoing = this.#memory.unsent.map((one) => ({
      ...this.#visitor(one.text, one.body),
      ...one,
      state: one.failure ? "failed" : "sending",
      tried: true,
      refused: Boolean(one.failure),
    }));
  }

  get memory(): Memory {
    return this.#memory;
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
    return this.sending ? [] : this.#turnsFromEnd[0]!;
  }

  /** Whether the visitor's last message answered a question of the check, so that it can be taken back. */
  get canGoBack(): boolean {
    const [last, before] = this.#turnsFromEnd;
    const inCheck = last && (waitingQuestion(last) || last.some(({ reply }) => reply.assessment && reply.heading));
    return Boolean(!this.sending && inCheck && before && waitingQuestion(before));
  }

  /** Loads configuration and history, once; what fails is tried again at the next call. */
  async load(): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.config) this.config = await this.#api.config().catch(() => null);
      if (!this.#loaded) await this.#fetchHistory();
    });
    // What was on its way when the page was left goes on, as the same message.
    for (const entry of this.outgoing) if (entry.state === "sending" && entry.tried) void this.#deliver(entry);
  }

  /** Asks for a topic that the page, and not the visitor, named. */
  async ask(topic: string): Promise<Turn> {
    await this.#inTurn(() => this.#loadTopics());
    return this.send(this.#topicTitle(topic), { payload: topicPayload(topic) }, topic);
  }

  /** Takes the last answer in the check back; its question waits again. */
  goBack(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#api.takeBack(this.#memory.token!);
        await this.#fetchHistory();
        this.#tabs.tell("changed");
      } catch {
        this.notice = "back_failed";
      }
    });
  }

  /** Sends a message after those before it. Resolves when the replies are there or it has failed. */
  send(text: string, body: Body, topic?: string): Promise<Turn> {
    const place = [...this.history, ...this.outgoing].filter((one) => one.from === "visitor").length;
    const entry: VisitorEntry = { ...this.#visitor(text, body), topic, place };
    this.notice = null;
    this.outgoing.push(entry);
    return this.#deliver(entry);
  }

  retry(entry: VisitorEntry): Promise<Turn> {
    entry.state = "sending";
    entry.failure = entry.wait = entry.refused = undefined;
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
  rate(entry: AssistantEntry, helpful: boolean, reason?: string): Promise<boolean> {
    return rate(this.#api, this.#memory.token, entry, { helpful, reason }, this.#changed);
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
        const again = entry.tried;
        if (again) {
          const known = await this.#arrived(entry);
          if (known) return known;
        }
        entry.tried = true;
        const replies = await this.#withToken((token) => this.#api.send(token, entry.body, entry.id));
        entry.state = "sent";
        const shown = again ? this.#shown(replies) : null;
        if (shown) {
          this.#setOutgoing(this.outgoing.filter((one) => one !== entry));
          return { replies: shown };
        }
        const answers = replies.map((reply) => this.#assistant(reply, Date.now()));
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

  /** The turn of a message that the server turns out to have, though its answer did not get here. */
  async #arrived(entry: VisitorEntry): Promise<Turn | null> {
    if (!this.#memory.token) return null;
    const { notice } = this;
    await this.#fetchHistory();
    if (this.notice === "history_failed") this.notice = notice;
    if (!hasArrived(entry, this.history)) return null;
    this.#setOutgoing(this.outgoing.filter((one) => one !== entry));
    return { replies: this.#turnsFromEnd[0]! };
  }

  /** Replies that the history has already: the server answered a message that it knew with the turn that it had kept. */
  #shown(replies: Reply[]): AssistantEntry[] | null {
    const ids = new Set(replies.map(({ id }) => id).filter(Boolean));
    const found = this.history.filter((one) => one.from === "assistant" && ids.has(one.reply.id)) as AssistantEntry[];
    return found.length ? found : null;
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
    entry.refused = error.status > 0;
    this.#setOutgoing(this.outgoing);
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
      const said = token ? await this.#api.history(token) : [];
      if (said.some((one) => one.from === "visitor" && topicOf(one.text))) await this.#loadTopics();
      this.history = merged(said, this.history, this.config?.greeting?.buttons ?? [], {
        visitor: ({ text, ...rest }) => ({ ...this.#visitor(text, { text }), ...rest, id: rest.id ?? "", state: "sent" }),
        assistant: ({ reply, at }) => this.#assistant(reply, at),
        topicTitle: (topic) => this.#topicTitle(topic),
      });
      this.#loaded = true;
      if (this.notice === "history_failed") this.notice = null;
    } catch (error) {
      if ((error as ApiError).failure === "ended") {
        this.#end(token!);
        this.#loaded = true;
      } else this.notice = "history_failed";
    }
  }

  async #loadTopics(): Promise<void> {
    if (Object.keys(this.#topics).length === 0) this.#topics = await this.#api.topics().catch(() => ({}));
  }

  /** The replies to the visitor's last message, then those to the one before. */
  get #turnsFromEnd(): AssistantEntry[][] {
    const turns: AssistantEntry[][] = [[]];
    for (const entry of this.history.toReversed()) {
      if (entry.from === "visitor") turns.push([]);
      else turns.at(-1)!.unshift(entry);
      if (turns.length > 2) break;
    }
    return turns;
  }

  #clear(notice: Notice): void {
    this.#memory.token = null;
    this.#memory.agreed = false;
    this.#memory.draft = "";
    this.#memory.place = null;
    this.history = [];
    this.#setOutgoing([]);
    this.notice = notice;
  }

  #setOutgoing(entries: VisitorEntry[]): void {
    this.outgoing = entries;
    this.#memory.unsent = entries.map(({ text, body, id, place, topic, failure, refused }) =>
      // Leaving the page breaks a request off too: only what the server itself refused is not sent again by itself.
      ({ text, body, id, place, topic, failure: refused ? failure : undefined }),
    );
    this.#changed();
  }

  #topicTitle(topic: string): string {
    return this.#topics[topic] ?? idInWords(topic);
  }

  #visitor(text: string, body: Body): VisitorEntry {
    return { key: `v${this.#keys++}`, from: "visitor", text, body, id: newId(), place: 0, state: "sending", at: Date.now() };
  }

  #assistant(reply: Reply, at?: number): AssistantEntry {
    return { key: `a${this.#keys++}`, from: "assistant", reply, at };
  }
}
