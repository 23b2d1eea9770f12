import { css } from "lit";

export const messageStyles = css`
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .quiet {
    color: var(--quiet);
    font-size: 0.8125em;
  }
  .icon {
    flex: none;
    width: 1.375em;
    height: 1.375em;
  }
  .message {
    display: flex;
    flex: none;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    position: relative;
    outline: none;
  }
  .message:focus-visible > .bubble,
  .message:focus-visible > .card {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  .visitor {
    align-items: flex-end;
  }
  .bubble {
    max-width: 92%;
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    border-start-start-radius: 4px;
    background: var(--surface);
  }
  .message p {
    white-space: pre-line;
  }
  /* Each text reads in its own direction, whatever the page's; a card lies in that of its first words. */
  .assistant :is(h3, h4, p, li),
  :is(.quiet, .banner, .forget p, .consent p, .failure span, .danger-now p, .reason label) {
    unicode-bidi: plaintext;
  }
  .visitor .bubble {
    max-width: 84%;
    padding: 10px 16px;
    border-color: transparent;
    border-radius: var(--radius);
    border-start-end-radius: 4px;
    background: var(--primary);
    color: var(--on-primary);
  }
  .visitor .bubble [dir] {
    white-space: pre-wrap;
  }
  .bubble p + p,
  .bubble .points {
    margin-block-start: 0.75em;
  }
  .visitor[data-state="failed"] .bubble {
    background: var(--sunken);
    color: var(--ink);
    border: 1.5px dashed var(--edge);
  }
  .failure {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    max-width: 92%;
    color: var(--danger);
    font-size: 0.875em;
  }
  .failure p {
    display: flex;
    flex: 1 1 100%;
    gap: 8px;
  }
  time {
    margin-block: -4px;
    color: var(--quiet);
    font-size: 0.75em;
  }
  .danger-now {
    display: flex;
    flex-direction: column;
    gap: 8px;
    align-self: stretch;
    padding: 12px;
    border: 2px solid var(--alarm);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 600;
  }
  .about {
    flex: none;
    align-self: center;
    padding: 2px 12px;
    color: var(--quiet);
    font-size: 0.8125em;
    text-align: center;
  }
  .about::first-letter {
    text-transform: uppercase;
  }
  .typing {
    display: flex;
    flex: none;
    align-items: center;
    position: relative;
    gap: 5px;
    align-self: flex-start;
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    border-start-start-radius: 4px;
    background: var(--surface);
  }
  .typing i {
    width: 7px;
    height: 7px;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--quiet);
    animation: breathe 1.2s infinite ease-in-out;
  }
  /* Not later but earlier: an animation that waits for its beginning has the browser draw more frames itself. */
  .typing i:nth-child(1) {
    animation-delay: -0.3s;
  }
  .typing i:nth-child(2) {
    animation-delay: -0.15s;
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  .notice {
    flex: none;
    padding: 10px 14px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--calm-ground);
    color: var(--calm-ink);
    font-size: 0.875em;
  }
  .notice p,
  .notice summary {
    display: flex;
    gap: 8px;
  }
  .notice summary {
    align-items: center;
    min-height: 32px;
    margin-block-end: -8px;
    cursor: pointer;
    font-weight: 600;
    list-style: none;
  }
  .notice summary::-webkit-details-marker {
    display: none;
  }
  .notice [open] .icon {
    transform: rotate(180deg);
  }
  .notice ul {
    margin: 8px 0 0;
    padding-inline-start: 46px;
  }
  .notice li + li {
    margin-block-start: 4px;
  }
  .notice a {
    color: inherit;
    font-weight: 600;
  }
`;
