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
  /** Where the last question was put to keep it there; undefined where the visitor scrolls by themselves. */
  #pinned?: number;
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
    // Unfolding moves the end; the event does not bubble.
    log.addEventListener("toggle", () => this.update(), true);
  }

  disconnect(): void {
    this.#observer.disconnect();
  }

  /** Fits the space to what stands in the log now. */
  update(): void {
    this.#letGo();
    const question = this.#question;
    const wanted = question ? this.#topOf(question) + this.log.clientHeight : 0;
    this.#space.style.height = `${Math.max(0, wanted - this.#end)}px`;
    if (this.#pinned !== undefined && question) this.#pin(question);
    this.#look();
  }

  /** Brings the visitor's last question to the top, and keeps it there. */
  toQuestion(): void {
    this.#pinned = this.log.scrollTop;
    this.update();
  }

  /** A page further or, from where the last question is not in sight yet, to it. */
  further(): void {
    if (this.below === "far") return this.toQuestion();
    this.#pinned = undefined;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = Math.min(this.log.scrollTop + this.log.clientHeight * 0.85, this.#end - this.log.clientHeight);
    this.log.scrollTo({ top, behavior: calm ? "instant" : "smooth" });
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

  #pin(question: HTMLElement): void {
    this.log.scrollTo({ top: this.#topOf(question), behavior: "instant" });
    this.#pinned = this.log.scrollTop;
  }

  /**
   * Whoever scrolls, by whatever means, is left where they are. The scroll event comes a frame later than the scrolling, so
   * the place is compared instead. A log that grew is pushed up to its end by the browser: that is nobody's scrolling.
   */
  #letGo(): void {
    if (this.#pinned === undefined) return;
    const { scrollTop, scrollHeight, clientHeight } = this.log;
    const pushed = scrollTop < this.#pinned && scrollTop + clientHeight > scrollHeight - 2;
    if (Math.abs(scrollTop - this.#pinned) > 2 && !pushed) this.#pinned = undefined;
  }

  #scrolled = (): void => {
    this.#letGo();
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
