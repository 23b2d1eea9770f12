/** The chat itself: a dialog with the conversation, loaded when the launcher is first pressed. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Conversation } from "./conversation";
import { Dock } from "./dock";
import { greeting, waitingQuestion, type AssistantEntry, type Entry, type Turn, type VisitorEntry } from "./entries";
import { Keyboard } from "./keyboard";
import { Panel } from "./panel";
import { Scroller } from "./scroller";
import { applySettings, type Settings } from "./settings";
import { styles } from "./styles";
import { speak, texts, type Texts } from "./texts";
import { followPage } from "./theme";
import { composerView, fitHeight } from "./views/composer";
import { dockView } from "./views/dock";
import { consentView, foldView, footerView, forgetView, headerView } from "./views/frame";
import { assistantView, visitorView, type Around, type MessageActions } from "./views/message";
import { noticeText, noticeView } from "./views/notice";
import { warmUp } from "./warm-up";

/** After so long without an answer the visitor is told that it takes longer, in milliseconds. */
const LONG_WAIT = 4000;

// Another language's file, loaded before this one, leaves its words there.
speak((globalThis as { needlewiseTexts?: Partial<Texts> }).needlewiseTexts ?? {});

class ChatElement extends LitElement {
  static override styles = styles;
  static override properties = {
    settings: {},
    forgetting: { state: true },
    online: { state: true },
    slow: { state: true },
  };

  declare server: string;
  /** What the site owner set, as the launcher's `data-` attributes. */
  declare settings: Settings;
  declare forgetting: boolean;
  declare online: boolean;
  declare slow: boolean;

  #conversation!: Conversation;
  #panel!: Panel;
  #scroller!: Scroller;
  #announcing = false;
  #topicShown: string | undefined;
  #dock = new Dock();
  #keyboard!: Keyboard;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #unfollow = (): void => undefined;

  #actions: MessageActions = {
    choose: (title, payload) => {
      this.#keyboard.leaveButton();
      void this.#say("button", this.#conversation.send(title, { payload }), true);
    },
    retry: (entry) => {
      this.#keyboard.toField();
      void this.#say("retry", this.#conversation.retry(entry));
    },
    edit: (entry) => this.#edit(entry),
    rate: (entry, helpful, reason) => void this.#rate(entry, helpful, reason),
    skipReason: (entry) => {
      this.#conversation.skipReason(entry);
      this.#keyboard.toField();
    },
  };

  constructor() {
    super();
    this.settings = {};
    this.forgetting = this.slow = false;
    this.online = navigator.onLine;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#keyboard ??= new Keyboard(this.renderRoot as ShadowRoot);
    this.#conversation ??= new Conversation(this.server, () => this.requestUpdate());
    this.#unfollow = followPage(() => applySettings(this, this.settings));
    addEventListener("online", this.#connection);
    addEventListener("offline", this.#connection);
    addEventListener("pagehide", this.#keepPlace);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollow();
    this.#panel?.disconnect();
    this.#scroller?.disconnect();
    removeEventListener("online", this.#connection);
    removeEventListener("offline", this.#connection);
    removeEventListener("pagehide", this.#keepPlace);
    this.#conversation.close();
  }

  protected override firstUpdated(): void {
    this.#panel = new Panel(this.#dialog, this.#inline);
    this.#scroller = new Scroller(this.#log, () => this.requestUpdate());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("settings")) applySettings(this, this.settings);
    this.#scroller.update();
    const { sending } = this.#conversation;
    if (sending) this.#waiting ??= setTimeout(() => (this.slow = true), LONG_WAIT);
    else {
      clearTimeout(this.#waiting);
      this.#waiting = undefined;
      this.slow = false;
    }
  }

  /**
   * Opens the dialog, shows what was said before and, where a topic is given, its answer.
   * @param quiet it was open on the page before: the focus stays where it is.
   */
  async show(topic?: string, quiet = false): Promise<void> {
    await this.updateComplete;
    if (!this.#dialog.open) {
      this.#panel.open();
      if (!quiet && !this.#inline) this.#keyboard.toFirst();
      this.#tell("open");
    }
    await this.#conversation.load();
    await this.updateComplete;
    if (!this.#announcing) this.#returnToPlace();
    this.#announcing = true;
    this.requestUpdate();
    // Not every browser has idle callbacks.
    (globalThis.requestIdleCallback ?? setTimeout)(() => warmUp(this.#around, this.#actions));
    if (topic && /^[a-z0-9_]+$/.test(topic) && topic !== this.#topicShown && !this.#consentMissing) {
      this.#topicShown = topic;
      const shown = this.#conversation.history.findLast((entry) => entry.from === "assistant");
      if (shown?.reply.topic !== topic) await this.#say("topic", this.#conversation.ask(topic));
    }
  }

  /** Asks in the visitor's name; where they have yet to agree, the question waits in the field. */
  async ask(text: string): Promise<void> {
    await this.show();
    if (this.#consentMissing) this.#conversation.draft = text;
    else await this.#say("page", this.#conversation.send(text, { text }));
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

  get #consentMissing(): boolean {
    const { config, memory } = this.#conversation;
    return Boolean(config?.consent && !memory.agreed);
  }

  get #inline(): boolean {
    return this.settings.inline !== undefined;
  }

  #keepPlace = (): void => {
    const entries = this.#conversation.history.length;
    if (entries && this.#dialog.open) this.#conversation.memory.place = { top: this.#log.scrollTop, entries };
  };

  #returnToPlace(): void {
    const { fresh, history, memory } = this.#conversation;
    if (fresh) this.#log.scrollTop = 0;
    else if (memory.place?.entries === history.length) this.#log.scrollTop = memory.place.top;
    else this.#scroller.toQuestion();
  }

  #connection = (): void => {
    this.online = navigator.onLine;
    if (this.online) this.#conversation.online();
  };

  /** Tells the page what happened, never what was said; false where the page takes it over. */
  #tell(name: string, detail: object = {}, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(`needlewise:${name}`, { bubbles: true, composed: true, cancelable, detail }));
  }

  async #say(by: "text" | "button" | "topic" | "retry" | "page", turn: Promise<Turn>, moveFocus = false): Promise<void> {
    this.#tell("message", { by });
    await this.updateComplete;
    this.#scroller.toQuestion();
    const { replies, failed } = await turn;
    await this.updateComplete;
    for (const { reply } of replies) this.#tell("reply", { kind: reply.kind, topic: reply.topic });
    if (failed) this.#tell("error", { failure: failed.failure });
    if (!this.#dialog.open) {
      this.dispatchEvent(new CustomEvent("unread", { detail: replies.length }));
      return;
    }
    const first = failed ?? replies[0];
    if (moveFocus && first) this.#keyboard.toMessage(first.key);
  }

  #submit = (): void => {
    const text = this.#keyboard.field!.value.trim();
    if (!text) return;
    this.#setDraft("");
    void this.#say("text", this.#conversation.send(text, { text }));
  };

  #typed = (text: string): void => {
    this.#conversation.draft = text;
    this.requestUpdate();
  };

  #setDraft(text: string): void {
    const { field } = this.#keyboard;
    this.#conversation.draft = text;
    if (field) {
      field.value = text;
      fitHeight(field);
    }
    this.requestUpdate();
  }

  #edit(entry: VisitorEntry): void {
    this.#conversation.withdraw(entry);
    this.#setDraft([entry.text, this.#conversation.draft].filter(Boolean).join("\n"));
    this.#keyboard.toField();
  }

  #back = async (): Promise<void> => {
    this.#keyboard.leaveButton();
    await this.#conversation.goBack();
    await this.updateComplete;
    this.#scroller.toQuestion();
  };

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
    this.#keyboard.toField();
  }

  #askToForget = async (asking: boolean): Promise<void> => {
    this.forgetting = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? ".forget .plain" : "[data-erase]")?.focus();
  };

  #agree = async (): Promise<void> => {
    this.#conversation.memory.agreed = true;
    this.requestUpdate();
    await this.updateComplete;
    this.#keyboard.toField();
  };

  #handOff = (event: Event): void => {
    const { handOff } = this.#conversation.config!;
    if (!this.#tell("handoff", { address: handOff!.address }, true) || !handOff!.address) event.preventDefault();
  };

  #keydown = (event: KeyboardEvent): void => {
    // The page's own shortcuts must not act on what is typed here.
    event.stopPropagation();
    this.#keyboard.typed(event);
    if (event.key !== "Escape" || event.isComposing || this.#inline) return;
    event.preventDefault();
    if (this.forgetting) void this.#askToForget(false);
    else this.hide();
  };

  #closed = (): void => {
    this.forgetting = false;
    this.#tell("close");
    this.dispatchEvent(new CustomEvent("closed"));
  };

  get #around(): Around {
    const { config } = this.#conversation;
    return {
      speaker: config?.name || texts.title,
      emergencyNumbers: config?.emergencyNumbers || texts.emergencyNumbers,
      firstButtons: config?.greeting?.buttons ?? [],
    };
  }

  #entry = (entry: Entry): TemplateResult => {
    if (entry.from === "visitor") return visitorView(entry, this.slow, this.#around, this.#actions);
    const turn = this.#conversation.lastTurn;
    // Beside the answer to an aside, the question that is asked again is known already.
    const isWaiting = turn.length === 1 && entry === waitingQuestion(turn);
    return assistantView(entry, turn.includes(entry), isWaiting, this.#around, this.#actions);
  };

  #greeting(): TemplateResult {
    const { config, fresh } = this.#conversation;
    const entry = greeting(config?.greeting ?? null, this.settings.greeting || config?.greeting?.text || texts.greeting);
    return assistantView(entry, fresh && !this.#consentMissing, false, this.#around, this.#actions);
  }

  #docked(): TemplateResult | typeof nothing {
    const question = this.#dock.question(this.#conversation);
    if (!question) return nothing;
    return dockView(question.reply, this.#conversation.sending, {
      choose: this.#actions.choose,
      back: this.#conversation.canGoBack ? this.#back : undefined,
      ticked: this.#dock.ticked,
    });
  }

  protected override render(): TemplateResult {
    const { config, history, outgoing, notice, sending } = this.#conversation;
    const { speaker, emergencyNumbers } = this.#around;
    const { subtitle, avatar, placeholder: asked } = this.settings;
    const heading = { name: speaker, subtitle: subtitle || texts.subtitle, avatar };
    const dock = this.#docked();
    const placeholder = dock === nothing ? asked || texts.composerPlaceholder : texts.composerAnswer;
    const still = (event: Event): void => event.stopPropagation();
    return html`<dialog
      aria-labelledby="title" lang=${texts.language} dir=${texts.direction ?? nothing}
      @keydown=${this.#keydown} @keyup=${still} @keypress=${still}
      @pointerdown=${this.#keyboard.pointed}
      @close=${this.#closed}
    >
      ${headerView(heading, () => this.#askToForget(true), this.#inline ? undefined : () => this.hide())}
      <div class="log" role="log" tabindex="0" aria-label=${texts.conversation} aria-live=${this.#announcing ? "polite" : "off"}>
        ${noticeView(config, this.#consentMissing)} ${this.#greeting()}
        ${repeat([...history, ...outgoing], (entry) => entry.key, this.#entry)}
        ${notice ? html`<p class="about">${noticeText(notice)}</p>` : nothing}
        ${
          sending
            ? html`<div class="typing"><i></i><i></i><i></i><span class=${this.slow ? "quiet" : "unseen"}>${
                this.slow ? texts.slow : texts.writing
              }</span></div>`
            : nothing
        }
        <div class="space" aria-hidden="true"></div>
      </div>
      ${foldView(this.#scroller?.below ?? "none", () => this.#scroller.further())}
      ${this.online ? nothing : html`<p class="banner" role="status">${texts.offline}</p>`}
      ${this.forgetting ? forgetView(() => void this.#forget(), () => void this.#askToForget(false)) : nothing}
      ${dock}
      ${
        this.#consentMissing
          ? consentView(() => void this.#agree())
          : composerView(this.#conversation.draft, placeholder, this.#submit, this.#typed)
      }
      ${footerView(emergencyNumbers, config?.handOff ?? null, this.#handOff)}
    </dialog>`;
  }
}

customElements.define("needlewise-chat", ChatElement);

export type { ChatElement };
