import { css } from "lit";

export const controlStyles = css`
  a {
    color: var(--link);
    text-underline-offset: 2px;
  }
  button,
  .call {
    font: inherit;
    cursor: pointer;
  }
  :is(button, a, input, textarea, summary):focus-visible {
    outline: 3px solid var(--link);
    outline-offset: 2px;
  }
  :is(.composer textarea, .reason input):focus-visible {
    outline-width: 2px;
    outline-offset: -2px;
  }
  .header button:focus-visible {
    outline-color: currentColor;
    outline-offset: -4px;
  }
  .header button {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: transparent;
    color: inherit;
  }
  .header button:hover {
    border-color: currentColor;
  }
  .send {
    display: grid;
    flex: none;
    place-items: center;
    width: 46px;
    height: 46px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--primary);
    color: var(--on-primary);
  }
  .small {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 40px;
    padding: 6px 14px;
    border: 1.5px solid var(--edge);
    border-radius: 20px;
    background: var(--surface);
    color: var(--ink);
    font-size: 0.875em;
    font-weight: 600;
  }
  :is(.failure, .forget) .small {
    font-size: 1em;
  }
  .small .icon {
    width: 1.25em;
    height: 1.25em;
  }
  .plain {
    border-color: transparent;
    background: transparent;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .danger {
    border-color: transparent;
    background: var(--alarm);
    color: var(--on-alarm);
  }
  button:disabled {
    color: var(--quiet);
    cursor: default;
  }
  .small:hover:not(:disabled),
  .option:hover,
  .chip:hover,
  .check:hover {
    border-color: var(--ink);
  }
  .danger:hover:not(:disabled) {
    border-color: var(--on-alarm);
  }
  .chips,
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .options {
    flex-direction: column;
    align-self: stretch;
  }
  .chip,
  .option,
  .check {
    min-height: 44px;
    border: 1.5px solid var(--edge);
    background: var(--surface);
    color: var(--ink);
    text-align: start;
    line-height: 1.35;
  }
  .chip {
    padding: 8px 16px;
    border-radius: 22px;
    font-size: 0.9375em;
  }
  .option,
  .check {
    width: 100%;
    padding: 10px 16px;
    border-radius: 12px;
  }
  .main {
    min-height: 46px;
    padding: 10px 22px;
    border: 1px solid transparent;
    border-radius: 23px;
    background: var(--primary);
    color: var(--on-primary);
    font-weight: 600;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 12px;
    cursor: pointer;
  }
  .check input {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--link);
  }
  .check:has(:checked) {
    border-color: var(--link);
    background: var(--calm-ground);
    color: var(--calm-ink);
  }
  .feedback {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    outline: none;
  }
  .thumb {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: transparent;
    color: var(--quiet);
  }
  .thumb:hover {
    border-color: var(--edge);
    color: var(--ink);
  }
  .reason {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    align-self: stretch;
  }
  .reason label {
    flex: 1 1 100%;
    color: var(--quiet);
    font-size: 0.875em;
  }
  .reason input {
    display: block;
    width: 100%;
    min-height: 44px;
    margin-block-start: 4px;
    padding: 8px 14px;
    border: 1.5px solid var(--edge);
    border-radius: 12px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    font-size: 1.125em;
  }
`;
