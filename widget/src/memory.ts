/** What the browser keeps for us. Storage can be blocked (private windows, settings): then this page's memory has to do. */

import type { Body, Failure } from "./api";

/** A message of which no answer has come: enough to send it again as the same one. */
export interface Unsent {
  text: string;
  body: Body;
  id: string;
  /** How many messages of the visitor stood before it. */
  place: number;
  topic?: string;
  /** Missing where it was on its way, or got no answer. */
  failure?: Failure;
}

class Shelf {
  #own = new Map<string, string>();
  #storage: () => Storage;

  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  get(key: string): string | null {
    try {
      return this.#storage().getItem(key);
    } catch {
      return this.#own.get(key) ?? null;
    }
  }

  set(key: string, value: string | null): void {
    try {
      if (value === null) this.#storage().removeItem(key);
      else this.#storage().setItem(key, value);
    } catch {
      if (value === null) this.#own.delete(key);
      else this.#own.set(key, value);
    }
  }
}

/** The session's token is shared by all pages and tabs of a site; what is not sent yet belongs to one tab. */
export class Memory {
  #shared = new Shelf(() => localStorage);
  #tab = new Shelf(() => sessionStorage);
  #key: string;

  constructor(server: string) {
    this.#key = `needlewise:${server}`;
  }

  get token(): string | null {
    return this.#shared.get(this.#key);
  }

  set token(token: string | null) {
    this.#shared.set(this.#key, token);
  }

  /** Whether the visitor has agreed to the notice. */
  get agreed(): boolean {
    return this.#shared.get(`${this.#key}:agreed`) !== null;
  }

  set agreed(agreed: boolean) {
    this.#shared.set(`${this.#key}:agreed`, agreed ? "yes" : null);
  }

  /** How far the conversation was scrolled, and how many entries it had then. */
  get place(): { top: number; entries: number } | null {
    return JSON.parse(this.#tab.get(`${this.#key}:place`) ?? "null");
  }

  set place(place: { top: number; entries: number } | null) {
    this.#tab.set(`${this.#key}:place`, place && JSON.stringify(place));
  }

  get draft(): string {
    return this.#tab.get(`${this.#key}:draft`) ?? "";
  }

  set draft(text: string) {
    this.#tab.set(`${this.#key}:draft`, text || null);
  }

  get unsent(): Unsent[] {
    try {
      return JSON.parse(this.#tab.get(`${this.#key}:unsent`) ?? "[]") as Unsent[];
    } catch {
      return [];
    }
  }

  set unsent(messages: Unsent[]) {
    this.#tab.set(`${this.#key}:unsent`, messages.length ? JSON.stringify(messages) : null);
  }
}
