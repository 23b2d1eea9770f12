/** What the site owner set, as the launcher's `data-` attributes. */

import { themeOfPage } from "./theme";

export interface Settings {
  greeting?: string;
  subtitle?: string;
  placeholder?: string;
  avatar?: string;
  theme?: string;
  position?: string;
  inline?: string;
}

/** Puts the settings that styles depend on onto the chat's element. */
export function applySettings(element: HTMLElement, { theme, position, inline }: Settings): void {
  element.setAttribute("theme", theme === "light" || theme === "dark" ? theme : themeOfPage());
  element.setAttribute("side", position ?? "");
  element.toggleAttribute("inline", inline !== undefined);
}
