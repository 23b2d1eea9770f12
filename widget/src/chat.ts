/** The chat itself: a dialog with the conversation, loaded when the launcher is first pressed. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Conversation, type AssistantEntry, type Entry, type Notice, type Turn, type VisitorEntry } from "./conversation";
import { styles } from "./styles";
import { texts } from "./texts";
import { composerView, fitHeight } from "./views/composer";
import { footerView, forgetView, headerView } from "./views/frame";
import { assistantView, visitorView, type MessageActions } from "./views/message";
import { noticeView } from "./views/notice";

/** On so small a window the chat fills it and is modal. Keep in step with styles/panel.ts. */
const SMALL = "(max-width: 480px), (max-height: 480px)";

const NOTICES: Record<Notice, string> = {
  ended: texts.earlierEnded,
  history_failed: texts.historyFailed,
  forgotten: texts.forgotten,
  forget_failed: texts.forgetFailed,
  forget_ended: texts.forgetEnded,
};

export class ChatElement extends LitElement {
  static override styles = styles;
  static override properties = {
    heading: {},
    greeting: {},
    avatar: {},
    theme: { reflect: true },
    side: { reflect: true },
    forgetting: { state: true },
    online: { state: true },
  };

  declare server: string;
  declare heading: string | undefined;
  declare greeting: string | undefined;
  declare avatar: string | undefined;
  declare theme: "auto" | "light" | "dark";
  declare side: string | undefined;
  declare forgetting: boolean;
  declare online: boolean;

  #conversation!: Conversation;
  #small = matchMedia(SMALL);
  #announcing = false;
  #focusNext = false;
  #topicShown: string | undefined;

  #actions: MessageActions = {
    choose: (title, payload) => {
      this.#focusNext = true;
      void this.#say("button", this.#conversation.send(title, { payload }));
    },
    retry: (entry) => {
      this.#composer.focus();
      void this.#say("retry", this.#conversation.retry(entry));
    },
    edit: (entry) => this.#edit(entry),
    rate: (entry, helpful, reason) => void this.#rate(entry, helpful, reason),
    skipReason: (entry) => {
      this.#conversation.skipReason(entry);
      this.#composer.focus();
    },
  };

  constructor() {
    super();
    this.theme = "auto";
    this.forgetting = false;
    this.online = navigator.onLine;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#conversation ??= new Conversation(this.server, () => this.requestUpdate());
    this.#small.addEventListener("change", this.#resized);
    addEventListener("online", this.#connection);
    addEventListener("offline", this.#connection);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#small.removeEventListener("change", this.#resized);
    removeEventListener("online", this.#connection);
    removeEventListener("offline", this.#connection);
    this.#conversation.close();
  }

  /** Opens the dialog, shows what was said before and, where a topic is given, its answer. */
  async show(topic?: string): Promise<void> {
    await this.updateComplete;
    if (!this.#dialog.open) {
      this.#openDialog();
      this.#tell("open");
    }
    await this.#conversation.load();
    await this.updateComplete;
    this.#announcing = true;
    this.requestUpdate();
    if (this.#conversation.fresh) this.#log.scrollTop = 0;
    else this.#scrollToEnd();
    if (topic && /^[a-z0-9_]+$/.test(topic) && topic !== this.#topicShown) {
      this.#topicShown = topic;
      const shown = this.#conversation.history.findLast((entry) => entry.from === "assistant");
      if (shown?.reply.topic !== topic) await this.#say("topic", this.#conversation.ask(topic));
    }
  }

  hide(): void {
    this.#dialog.close();
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog")!;
  }

  get #log(): HTMLElement {
    return this.renderRoot.querySelector(".log")!;
  }

  get #composer(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea")!;
  }

  #openDialog(): void {
    if (this.#small.matches) this.#dialog.showModal();
    else this.#dialog.show();
    // On a touch screen the keyboard would cover the notice, so the title gets the focus there.
    if (matchMedia("(pointer: coarse)").matches) this.renderRoot.querySelector<HTMLElement>("h2")!.focus();
    else this.#composer.focus();
  }

  #resized = (): void => {
    if (!this.#dialog.open) return;
    const focused = this.shadowRoot!.activeElement as HTMLElement | null;
    this.#dialog.removeAttribute("open");
    if (this.#small.matches) this.#dialog.showModal();
    else this.#dialog.show();
    focused?.focus();
  };

  #connection = (): void => {
    this.online = navigator.onLine;
    if (this.online) this.#conversation.online();
  };

  /** Tells the page what happened, never what was said. */
  #tell(name: string, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(`needlewise:${name}`, { bubbles: true, composed: true, detail }));
  }

  async #say(by: "text" | "button" | "topic" | "retry", turn: Promise<Turn>): Promise<void> {
    this.#tell("message", { by });
    await this.updateComplete;
    this.#scrollToEnd();
    const { replies, failed } = await turn;
    await this.updateComplete;
    for (const { reply } of replies) this.#tell("reply", { kind: reply.kind, topic: reply.topic });
    if (failed) this.#tell("error", { failure: failed.failure });
    const first = failed ?? replies[0];
    const target = first && this.renderRoot.querySelector<HTMLElement>(`[data-key="${first.key}"]`);
    if (target) this.#scrollTo(target);
    if (this.#focusNext) (failed ? this.#composer : (target ?? this.#composer)).focus({ preventScroll: true });
    this.#focusNext = false;
  }

  #submit = (): void => {
    const text = this.#composer.value.trim();
    if (!text) return;
    this.#setDraft("");
    void this.#say("text", this.#conversation.send(text, { text }));
  };

  #typed = (text: string): void => {
    this.#conversation.draft = text;
    this.requestUpdate();
  };

  #setDraft(text: string): void {
    this.#composer.value = text;
    this.#conversation.draft = text;
    fitHeight(this.#composer);
    this.requestUpdate();
  }

  #edit(entry: VisitorEntry): void {
    this.#conversation.withdraw(entry);
    this.#setDraft([entry.text, this.#composer.value].filter(Boolean).join("\n"));
    this.#composer.focus();
  }

  async #rate(entry: AssistantEntry, helpful: boolean, reason?: string): Promise<void> {
    const done = await this.#conversation.rate(entry, helpful, reason);
    if (done) this.#tell("feedback", { helpful });
    await this.updateComplete;
    const message = this.renderRoot.querySelector(`[data-key="${entry.key}"]`);
    message?.querySelector<HTMLElement>(".reason input, p.feedback, .thumb")?.focus({ preventScroll: true });
  }

  async #forget(): Promise<void> {
    this.forgetting = false;
    await this.#conversation.forget();
    if (this.#conversation.notice !== "forget_failed") {
      this.#setDraft("");
      this.#topicShown = undefined;
      this.#tell("forget");
    }
    await this.updateComplete;
    this.#composer.focus();
  }

  #askToForget = async (asking: boolean): Promise<void> => {
    this.forgetting = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? ".forget .plain" : "[data-erase]")?.focus();
  };

  #keydown = (event: KeyboardEvent): void => {
    // The page's own shortcuts must not act on what is typed here.
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (this.forgetting) void this.#askToForget(false);
    else this.hide();
  };

  #closed = (): void => {
    this.forgetting = false;
    this.#tell("close");
    this.dispatchEvent(new CustomEvent("closed"));
  };

  #scrollToEnd(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** Shows a message from its first line on: a long answer is read from the top. */
  #scrollTo(message: HTMLElement): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#log.scrollTo({ top: message.offsetTop - this.#log.offsetTop - 12, behavior: calm ? "auto" : "smooth" });
  }

  #entry = (entry: Entry): TemplateResult => {
    if (entry.from === "visitor") return visitorView(entry, this.#actions);
    return assistantView(entry, this.#name, this.#conversation.lastTurn.includes(entry), this.#actions);
  };

  get #name(): string {
    return this.heading || this.#conversation.config?.name || texts.title;
  }

  #greeting(): TemplateResult {
    const { config, fresh } = this.#conversation;
    const text = this.greeting || config?.greeting?.text || texts.greeting;
    const entry: AssistantEntry = {
      key: "greeting",
      from: "assistant",
      reply: { text, kind: "smalltalk", topic: null, buttons: config?.greeting?.buttons ?? [], references: [], points: [], call: [] },
    };
    return assistantView(entry, this.#name, fresh, this.#actions);
  }

  protected override render(): TemplateResult {
    const { config, history, outgoing, notice, sending } = this.#conversation;
    return html`<dialog
      aria-labelledby="title"
      @keydown=${this.#keydown}
      @keyup=${(event: Event) => event.stopPropagation()}
      @keypress=${(event: Event) => event.stopPropagation()}
      @close=${this.#closed}
    >
      ${headerView(this.#name, this.avatar, () => this.#askToForget(true), () => this.hide())}
      <div class="log" role="log" tabindex="0" aria-label=${texts.conversation} aria-live=${this.#announcing ? "polite" : "off"}>
        ${noticeView(config)} ${this.#greeting()}
        ${repeat([...history, ...outgoing], (entry) => entry.key, this.#entry)}
        ${notice ? html`<p class="about">${NOTICES[notice]}</p>` : nothing}
        ${sending ? html`<div class="typing"><i></i><i></i><i></i><span class="unseen">${texts.writing}</span></div>` : nothing}
      </div>
      ${this.online ? nothing : html`<p class="banner" role="status">${texts.offline}</p>`}
      ${this.forgetting ? forgetView(() => void this.#forget(), () => void this.#askToForget(false)) : nothing}
      ${composerView(this.#conversation.draft, this.#submit, this.#typed)}
      ${footerView(config)}
    </dialog>`;
  }
}

customElements.define("needlewise-chat", ChatElement);
