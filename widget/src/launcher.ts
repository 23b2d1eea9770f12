/** The one line on a site owner's page: shows the launcher, and loads the chat when it is first opened. */

import { textOn } from "./contrast";
import { launcherStyles } from "./launcher-styles";
import type { ChatElement } from "./chat";
import { launcherTexts as texts } from "./texts/launcher";

/** The chat's file with its version, put in by the build. */
declare const CHAT_FILE: string;

const script = document.currentScript as HTMLScriptElement | null;
const home = new URL(".", script?.src ?? location.href).href;

const ICON = `<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"
  stroke-linejoin="round" aria-hidden="true"><path d="M14 4c-6 0-10.5 3.9-10.5 8.8 0 2.7 1.4 5 3.6 6.6L6 24l5.3-2.7c.9.2
  1.8.3 2.7.3 6 0 10.5-3.9 10.5-8.8S20 4 14 4Z"/><path d="M9.5 13h.01M14 13h.01M18.5 13h.01"/></svg>`;

const CORNER = "needlewise-widget:not([data-inline])";
const loading: Record<string, Promise<void>> = {};

function load(file: string): Promise<void> {
  return (loading[file] ??= new Promise<void>((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = home + file;
    tag.nonce = script?.nonce ?? "";
    tag.onload = () => resolve();
    tag.onerror = () => {
      delete loading[file];
      tag.remove();
      reject(new Error(texts.failed));
    };
    document.head.append(tag);
  }));
}

/** What this site's pages remember; null where the browser keeps nothing. */
function remembered(storage: "localStorage" | "sessionStorage", name: string, value?: string | null): string | null {
  const key = `needlewise:${home}:${name}`;
  try {
    if (value === null) window[storage].removeItem(key);
    else if (value) window[storage].setItem(key, value);
    return window[storage].getItem(key);
  } catch {
    return null;
  }
}

class Launcher extends HTMLElement {
  static observedAttributes = "color launcher greeting subtitle placeholder avatar theme position".split(" ").map((name) => `data-${name}`);

  #button!: HTMLButtonElement;
  #label!: HTMLElement;
  #status!: HTMLElement;
  #badge!: HTMLElement;
  #hint!: HTMLElement;
  #chat: ChatElement | null = null;
  #focusBefore: Element | null = null;
  #unread = 0;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(launcherStyles);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = `<section><p role="status"></p><p hidden><button></button><button class="x" aria-label="${texts.dismiss}">×</button></p><button type="button" class="launcher" aria-haspopup="dialog">${ICON}<span></span><b></b></button></section>`;
    const find = <E extends HTMLElement>(selector: string): E => root.querySelector<E>(selector)!;
    this.#button = find(".launcher");
    this.#label = find("span");
    this.#status = find("p");
    this.#badge = find("b");
    this.#hint = find("p + p");
    this.#button.onclick = this.#hint.querySelector("button")!.onclick = () => void this.open();
    find(".x").onclick = () => this.#dismiss();
    this.#apply();
    // Where the chat fills the window it would cover the page that the visitor has just gone to.
    const reopens = remembered("sessionStorage", "open") && !matchMedia("(max-width: 480px), (max-height: 480px)").matches;
    if (reopens || "inline" in this.dataset) void this.open(undefined, true);
    else if (this.dataset.hint && !remembered("localStorage", "hint")) {
      setTimeout(() => (this.#hint.hidden = Boolean(this.#chat)), 1000 * Number(this.dataset.hintAfter ?? 20));
    }
  }

  attributeChangedCallback(): void {
    if (this.shadowRoot) this.#apply();
  }

  /** Opens the chat; with a topic, on the answer to that topic. Quietly: without taking the focus. */
  async open(topic = this.dataset.topic, quiet = false): Promise<void> {
    const chat = await this.#ready(quiet);
    if (!chat) return;
    if (!this.#hint.hidden) this.#dismiss();
    if (!("open" in this.dataset)) this.#focusBefore = document.activeElement;
    this.#show((this.#unread = 0));
    this.dataset.open = "";
    if (!("inline" in this.dataset)) remembered("sessionStorage", "open", "yes");
    await chat.show(topic, quiet);
  }

  /** Asks a question in the visitor's name. */
  async ask(text: string): Promise<void> {
    await this.open();
    await this.#chat?.ask(text);
  }

  close(): void {
    this.#chat?.hide();
  }

  async #ready(quiet: boolean): Promise<ChatElement | null> {
    if (this.#chat) return this.#chat;
    const { language, server } = this.dataset;
    this.#status.textContent = quiet ? "" : texts.loading;
    try {
      if (language && language !== "en") await load(`texts-${language}.js`);
      await load(CHAT_FILE);
    } catch {
      this.#status.textContent = quiet ? "" : texts.failed;
      return null;
    }
    this.#status.textContent = "";
    if (this.#chat) return this.#chat;
    const chat = (this.#chat = document.createElement("needlewise-chat") as ChatElement);
    chat.server = server ?? home;
    chat.addEventListener("closed", () => this.#closed());
    chat.addEventListener("unread", (event) => this.#show((this.#unread += (event as CustomEvent<number>).detail)));
    this.#apply();
    this.shadowRoot!.append(chat);
    return chat;
  }

  #show(unread: number): void {
    this.#badge.textContent = unread ? texts.unread(unread) : "";
  }

  #dismiss(): void {
    this.#hint.hidden = true;
    remembered("localStorage", "hint", "seen");
  }

  #closed(): void {
    delete this.dataset.open;
    remembered("sessionStorage", "open", null);
    const before = this.#focusBefore;
    if (before instanceof HTMLElement && before !== this && before !== document.body && before.isConnected) before.focus();
    else this.#button.focus();
  }

  #apply(): void {
    const { color, launcher, hint } = this.dataset;
    this.#label.textContent = this.shadowRoot!.querySelector("section")!.ariaLabel = launcher || texts.open;
    this.#label.lang = launcher ? "" : "en";
    this.#hint.firstElementChild!.textContent = hint ?? "";
    if (color) this.style.setProperty("--needlewise-color", color);
    this.style.setProperty("--nw-on-color", textOn(getComputedStyle(this.#button).backgroundColor));
    if (this.#chat) this.#chat.settings = { ...this.dataset };
  }
}

function start(): void {
  customElements.define("needlewise-widget", Launcher);
  if (script?.dataset.launcher === "none" || document.querySelector(CORNER)) return;
  const made = document.createElement("needlewise-widget");
  Object.assign(made.dataset, script?.dataset);
  // Beside the body: a page that moves or scales its body leaves the launcher in its corner.
  document.documentElement.append(made);
}

/** The chat in the corner or, where there is none, the one inside the page. */
function widget(): Launcher | null {
  return document.querySelector<Launcher>(CORNER) ?? document.querySelector<Launcher>("needlewise-widget");
}

if (!customElements.get("needlewise-widget")) {
  const open = async (topic?: string): Promise<void> => widget()?.open(topic);
  Object.assign(window, {
    needlewise: {
      open,
      show: open,
      close: () => widget()?.close(),
      ask: async (text: string) => widget()?.ask(text),
      on: (name: string, heard: (event: Event) => void) => {
        document.addEventListener(`needlewise:${name}`, heard);
        return () => document.removeEventListener(`needlewise:${name}`, heard);
      },
      destroy: () => document.querySelectorAll("needlewise-widget").forEach((one) => one.remove()),
    },
  });
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
