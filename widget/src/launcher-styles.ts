/** Styles of the launcher. `all: initial !important` keeps the page's rules out, even important ones. */

export const launcherStyles = `
:host {
  all: initial !important;
  position: fixed !important;
  inset-block-end: var(--needlewise-offset-y, 20px) !important;
  inset-inline-end: var(--needlewise-offset-x, 20px) !important;
  z-index: var(--needlewise-z-index, 2147483000) !important;
  display: block !important;
  font-family: var(--needlewise-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif) !important;
}
:host([data-position="left"]) { inset-inline: auto !important; left: var(--needlewise-offset-x, 20px) !important; }
:host([data-position="right"]) { inset-inline: auto !important; right: var(--needlewise-offset-x, 20px) !important; }
button {
  display: flex;
  align-items: center;
  gap: 10px;
  min-height: 56px;
  max-width: calc(100vw - 40px);
  padding: 10px 22px 10px 16px;
  border: 2px solid transparent;
  border-radius: 28px;
  background: var(--needlewise-color, #0f5f5c);
  color: var(--nw-on-color, #fff);
  font: inherit;
  font-weight: 600;
  line-height: 1.25;
  text-align: start;
  cursor: pointer;
  box-shadow: 0 2px 6px rgb(16 32 31 / 18%), 0 10px 28px rgb(16 32 31 / 22%);
  transition: transform 0.15s ease, box-shadow 0.15s ease;
}
button:hover { transform: translateY(-2px); box-shadow: 0 4px 10px rgb(16 32 31 / 20%), 0 14px 34px rgb(16 32 31 / 26%); }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #14201f; }
svg { flex: none; width: 28px; height: 28px; }
p { margin: 0 0 8px; padding: 10px 14px; max-width: 260px; border-radius: 12px; background: #fff; color: #14201f;
  border: 1px solid #566563; font-size: 0.9375em; line-height: 1.4; }
p:empty { display: none; }
:host([hidden]) { display: none !important; }
:host([data-open]) section { visibility: hidden; }
@media (max-width: 480px) { button { min-height: 52px; padding-inline: 14px 18px; gap: 8px; font-size: 0.9375rem; } svg { width: 24px; height: 24px; } }
@media (prefers-reduced-motion: reduce) { button { transition: none; } button:hover { transform: none; } }
@media (forced-colors: active) { button:focus-visible { outline-color: Highlight; } }
@media print { :host { display: none !important; } }
`;
