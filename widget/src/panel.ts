/** The dialog as a window on the page: modal where it fills a small screen, above the keyboard there, still elsewhere. */

/** On so small a window the chat fills it and is modal. Keep in step with styles/panel.ts. */
const SMALL = "(max-width: 480px), (max-height: 480px)";

export class Panel {
  #small = matchMedia(SMALL);

  /** @param inline part of the page: neither in a corner nor modal. */
  constructor(
    readonly dialog: HTMLDialogElement,
    readonly inline: boolean,
  ) {
    this.#small.addEventListener("change", this.#resized);
    visualViewport?.addEventListener("resize", this.#fit);
    visualViewport?.addEventListener("scroll", this.#fit);
  }

  get #fillsWindow(): boolean {
    return this.#small.matches && !this.inline;
  }

  open(): void {
    if (this.#fillsWindow) this.dialog.showModal();
    // Not by `show`, which would move the focus, also where the visitor did not ask for the chat.
    else this.dialog.setAttribute("open", "");
    this.#fit();
  }

  disconnect(): void {
    this.#small.removeEventListener("change", this.#resized);
    visualViewport?.removeEventListener("resize", this.#fit);
    visualViewport?.removeEventListener("scroll", this.#fit);
  }

  #resized = (): void => {
    if (!this.dialog.open || this.inline) return;
    const focused = (this.dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    this.dialog.removeAttribute("open");
    this.open();
    focused?.focus();
  };

  /** Keeps the field above a phone's keyboard, which covers the page without making it smaller. */
  #fit = (): void => {
    const { height, offsetTop, scale } = visualViewport ?? { height: 0, offsetTop: 0, scale: 0 };
    const fitted = this.#fillsWindow && scale === 1;
    this.dialog.style.height = fitted ? `${height}px` : "";
    this.dialog.style.top = fitted ? `${offsetTop}px` : "";
  };
}
