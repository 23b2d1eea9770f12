/** The one line on a site owner's page: shows the launcher, and loads the chat when it is first opened. */

import { textOn } from "./contrast";
import { launcherStyles } from "./launcher-styles";
import type { ChatElement } from "./chat";
import { launcherTexts as texts } from "./texts";

/** The chat's file with its version, put in by the build. */
declare const CHAT_FILE: string;

const script = document.currentScript as HTMLScriptElement | null;
const home = new URL(".", script?.src ?? location.href).href;

const ICON = `<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
  stroke-linejoin="round" aria-hidden="true"><path d="M14 4c-6 0-10.5 3.9-10.5 8.8 0 2.7 1.4 5 3.6 6.6L6 24l5.3-2.7c.9.2
  1.8.3 2.7.3 6 0 10.5-3.9 10.5-8.8S20 4 14 4Z"/><path d="M9.5 13h.01M14 13h.01M18.5 13h.01" stroke-width="2.6"/></svg>`;

let loading: Promise<void> | null = null;

function loadChat(): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = home + CHAT_FILE;
    tag.nonce = script?.nonce ?? "";
    tag.onload = () => resolve();
    tag.onerror = () => {
      loading = null;
      tag.remove();
      reject(new Error(texts.failed));
    };
    document.head.append(tag);
  });
  return loading;
}

class Launcher extends HTMLElement {
  static observedAttributes = ["color", "launcher", "title", "greeting", "avatar", "theme", "position"].map((name) => `data-${name}`);

  #button!: HTMLButtonElement;
  #label!: HTMLElement;
  #status!: HTMLElement;
  #chat: ChatElement | null = null;
  #focusBefore: Element | null = null;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(launcherStyles);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = `<section><p role="status"></p><button type="button" aria-haspopup="dialog">${ICON}<span></span></button></section>`;
    root.querySelector("section")!.ariaLabel = texts.landmark;
    this.#button = root.querySelector("button")!;
    this.#label = root.querySelector("span")!;
    this.#status = root.querySelector("p")!;
    this.#button.addEventListener("click", () => void this.open());
    this.#apply();
  }

  attributeChangedCallback(): void {
    if (this.shadowRoot) this.#apply();
  }

  /** Opens the chat; with a topic, on the answer to that topic. */
  async open(topic = this.dataset.topic): Promise<void> {
    this.#status.textContent = this.#chat ? "" : texts.loading;
    try {
      await loadChat();
    } catch {
      this.#status.textContent = texts.failed;
      return;
    }
    this.#status.textContent = "";
    if (!this.#chat) {
      this.#chat = document.createElement("needlewise-chat") as ChatElement;
      this.#chat.server = this.dataset.server ?? home;
      this.#chat.addEventListener("closed", () => this.#closed());
      this.#apply();
      this.shadowRoot!.append(this.#chat);
    }
    if (!("open" in this.dataset)) this.#focusBefore = document.activeElement;
    this.dataset.open = "";
    await this.#chat.show(topic);
  }

  close(): void {
    this.#chat?.hide();
  }

  #closed(): void {
    delete this.dataset.open;
    const before = this.#focusBefore;
    if (before instanceof HTMLElement && before !== this && before !== document.body && before.isConnected) before.focus();
    else this.#button.focus();
  }

  #apply(): void {
    const { color, launcher, title, greeting, avatar, theme, position } = this.dataset;
    this.#label.textContent = launcher || texts.open;
    if (color) this.style.setProperty("--needlewise-color", color);
    this.style.setProperty("--nw-on-color", textOn(getComputedStyle(this.#button).backgroundColor));
    if (this.#chat) Object.assign(this.#chat, { heading: title, greeting, avatar, theme: theme ?? "auto", side: position });
  }
}

function start(): void {
  customElements.define("needlewise-widget", Launcher);
  if (document.querySelector("needlewise-widget")) return;
  const widget = document.createElement("needlewise-widget");
  Object.assign(widget.dataset, script?.dataset);
  document.body.append(widget);
}

function widget(): Launcher | null {
  return document.querySelector<Launcher>("needlewise-widget");
}

if (!customElements.get("needlewise-widget")) {
  Object.assign(window, {
    needlewise: {
      open: async (topic?: string) => widget()?.open(topic),
      close: () => widget()?.close(),
    },
  });
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
