/** The words in use: English until another language's file has put its own in their place. */

import { english, type Texts } from "./en";

export type { Texts };
export const texts: Texts = { ...english };

export function speak(others: Partial<Texts>): void {
  Object.assign(texts, others);
}

/** The language of what the server says. It is marked where the chat's own words are in another. */
export const CONTENT_LANGUAGE = english.language;
