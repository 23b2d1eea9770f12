/**
 * Where the log stands: the visitor's last message stays at the top until they scroll, in the guided check the question that
 * waits; and what lies below the fold is announced by a sign.
 */

/** Space above what is scrolled to, and how much of something counts as out of view, in CSS pixels. */
const MARGIN = 12;
/** A message longer than this share of the log shows its end, so that its answer is in view too. */
const MOST_OF_QUESTION = 0.4;

export type Below = "none" | "more" | "far";

export class Scroller {
  below: Below = "none";
  #pinned = false;
  #observer = new ResizeObserver(() => this.update());

  /**
   * @param log scrolls; its last child is the space that lets the last question rise to the top.
   * @param changed called when `below` is another.
   */
  constructor(
    readonly log: HTMLElement,
    readonly changed: () => void,
  ) {
    this.#observer.observe(log);
    log.addEventListener("scroll", this.#scrolled, { passive: true });
  }

  disconnect(): void {
    this.#observer.disconnect();
  }

  /** Fits the space to what stands in the log now. */
  update(): void {
    const question = this.#question;
    const wanted = question ? this.#topOf(question) + this.log.clientHeight : 0;
    this.#space.style.height = `${Math.max(0, wanted - this.#end)}px`;
    if (this.#pinned && question) this.#to(this.#topOf(question), false);
    this.#look();
  }

  /** Brings the visitor's last question to the top, and keeps it there. */
  toQuestion(): void {
    this.#pinned = true;
    this.update();
  }

  /** A page further or, from where the last question is not in sight yet, to it. */
  further(): void {
    if (this.below === "far") return this.toQuestion();
    this.#pinned = false;
    this.#to(Math.min(this.log.scrollTop + this.log.clientHeight * 0.85, this.#end - this.log.clientHeight), true);
  }

  get #space(): HTMLElement {
    return this.log.lastElementChild as HTMLElement;
  }

  get #question(): HTMLElement | undefined {
    return [...this.log.querySelectorAll<HTMLElement>(":scope > .visitor, :scope > .about[data-key], :scope > [data-waiting]")].at(-1);
  }

  /** Where the content ends, from the log's first pixel on. */
  get #end(): number {
    return this.#space.offsetTop - this.log.offsetTop;
  }

  #topOf(element: HTMLElement): number {
    const top = element.offsetTop - this.log.offsetTop;
    const typed = element.matches(".visitor") ? element.querySelector<HTMLElement>(".bubble")!.offsetHeight : 0;
    return Math.max(top - MARGIN, top + typed - this.log.clientHeight * MOST_OF_QUESTION);
  }

  #to(top: number, smooth: boolean): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.log.scrollTo({ top, behavior: smooth && !calm ? "smooth" : "instant" });
  }

  #scrolled = (): void => {
    const question = this.#question;
    // Whoever scrolls, by whatever means, is left where they are.
    if (question && Math.abs(this.log.scrollTop - this.#topOf(question)) > 2) this.#pinned = false;
    this.#look();
  };

  #look(): void {
    const hidden = this.#end - this.log.scrollTop - this.log.clientHeight;
    const question = this.#question;
    const isAbove = question && this.#topOf(question) > this.log.scrollTop + this.log.clientHeight;
    const below: Below = hidden < 2 * MARGIN ? "none" : isAbove ? "far" : "more";
    if (below === this.below) return;
    this.below = below;
    this.changed();
  }
}
