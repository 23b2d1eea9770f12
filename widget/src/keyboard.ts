/** Where the keyboard is: what is typed belongs in the field, and a press of the mouse does not take it away. */

export class Keyboard {
  #byPointer = false;

  /** @param root the chat's shadow root. */
  constructor(readonly root: ShadowRoot) {}

  get field(): HTMLTextAreaElement | null {
    return this.root.querySelector("textarea");
  }

  /** On a touch screen the field would bring up a keyboard that covers the notice, so the title gets the focus there. */
  toFirst(): void {
    const title = this.root.querySelector<HTMLElement>("h2")!;
    (this.#isTouch ? title : (this.field ?? title)).focus();
  }

  toField(): void {
    this.field?.focus();
  }

  /** The pressed button is about to go: after the mouse the field has the keyboard, else the log until something comes. */
  leaveButton(): void {
    const field = this.#byPointer && !this.#isTouch ? this.field : null;
    (field ?? this.#log).focus({ preventScroll: true });
  }

  /** Goes to what came of a pressed button, where the keyboard still waits for it. */
  toMessage(key: string): void {
    if (this.root.activeElement !== this.#log) return;
    this.root.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus({ preventScroll: true });
  }

  /** To be told of each press of the mouse or a finger in the chat. */
  pointed = (): void => {
    this.#byPointer = true;
  };

  /** To be told of each key: words are typed into the field, wherever the focus was left. */
  typed(event: KeyboardEvent): void {
    this.#byPointer = false;
    const target = event.composedPath()[0] as HTMLElement;
    const isWord = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isWord && !target.matches("textarea, input:not([type=checkbox])")) this.toField();
  }

  get #log(): HTMLElement {
    return this.root.querySelector(".log")!;
  }

  get #isTouch(): boolean {
    return matchMedia("(pointer: coarse)").matches;
  }
}
