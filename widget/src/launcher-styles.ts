/** Styles of the launcher. `all: initial !important` keeps the page's rules out, even important ones. */

export const launcherStyles = `
:host {
  all: initial !important;
  position: fixed !important;
  inset-block-end: calc(var(--needlewise-offset-y, 20px) + env(safe-area-inset-bottom, 0px)) !important;
  inset-inline-end: calc(var(--needlewise-offset-x, 20px) + env(safe-area-inset-right, 0px)) !important;
  z-index: var(--needlewise-z-index, 2147483000) !important;
  display: block !important;
  font-family: var(--needlewise-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif) !important;
}
:host([data-position="left"]) { inset-inline: auto !important; left: var(--needlewise-offset-x, 20px) !important; }
:host([data-position="right"]) { inset-inline: auto !important; right: var(--needlewise-offset-x, 20px) !important; }
:host([data-inline]) { position: static !important; z-index: auto !important; }
button { font: inherit; cursor: pointer; }
.launcher {
  display: flex;
  align-items: center;
  gap: 10px;
  min-height: 56px;
  max-width: calc(100vw - 40px);
  margin-inline-start: auto;
  padding: 10px 22px 10px 16px;
  border: 2px solid transparent;
  border-radius: 28px;
  background: var(--needlewise-color, #0f5f5c);
  color: var(--nw-on-color, #fff);
  font-weight: 600;
  line-height: 1.25;
  text-align: start;
  box-shadow: 0 8px 28px rgb(16 32 31 / 30%);
}
.launcher:hover { border-color: currentColor; }
:host([data-position="left"]) .launcher { margin-inline: 0; }
button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #14201f; }
svg { flex: none; width: 28px; height: 28px; }
b { padding: 2px 8px; border-radius: 12px; background: #fff; color: #14201f; font-size: .8125em; }
b:empty, p:empty, [hidden] { display: none !important; }
p { display: flex; margin: 0 0 8px; padding: 10px 14px; max-width: 260px; border-radius: 12px; background: #fff; color: #14201f;
  border: 1px solid #566563; font-size: .9375em; line-height: 1.4; }
p + p { padding: 0; }
p button { min-width: 44px; min-height: 44px; padding: 10px 0 10px 14px; border: 0; border-radius: 12px; background: none; color: inherit; text-align: start; }
.x { margin-inline-start: auto; padding: 0; text-align: center; }
:host([hidden]) { display: none !important; }
:host([data-open]) section, :host([data-inline]) section { visibility: hidden; }
:host([data-inline]) section { position: absolute; }
@media (max-width: 480px) {
  .launcher { position: relative; width: 56px; padding: 12px; }
  span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  b { position: absolute; top: -8px; inset-inline-end: -8px; border: 1px solid; white-space: nowrap; }
}
@media (forced-colors: active) { button:focus-visible { outline-color: Highlight; } }
@media print { :host { display: none !important; } }
`;
