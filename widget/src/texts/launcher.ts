/** The launcher's own words. Each can be said otherwise by an attribute: the launcher loads no language file. */

export const launcherTexts = {
  open: "Ask about microneedling",
  loading: "Opening the chat …",
  failed: "The chat could not be loaded. Please try again.",
  unread: (count: number) => `${count} new`,
  dismiss: "Do not show this again",
};
