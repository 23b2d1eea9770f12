import { css } from "lit";

export const cardStyles = css`
  .card {
    align-self: stretch;
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .said > * + * {
    margin-block-start: 12px;
  }
  h3 {
    font-size: 1.0625em;
    line-height: 1.3;
    font-weight: 650;
  }
  h4 {
    font-size: 0.9375em;
    line-height: 1.3;
    font-weight: 650;
  }
  .points {
    margin-block-end: 0;
    padding-inline-start: 22px;
  }
  .said .points > li::marker {
    font-weight: 650;
  }
  .points li + li {
    margin-block-start: 6px;
  }
  .point strong {
    display: block;
    font-weight: 650;
  }
  .cited {
    white-space: nowrap;
    color: var(--quiet);
    font-size: 0.8125em;
  }
  .sources {
    margin-block-start: 10px;
    font-size: 0.875em;
  }
  .card .sources {
    margin-block-start: 0;
  }
  .sources .sources {
    margin-block-start: 0;
    font-size: 1em;
  }
  .sources summary {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 32px;
    margin-inline-start: -4px;
    border-radius: 8px;
    color: var(--link);
    font-weight: 600;
    cursor: pointer;
    list-style: none;
  }
  .sources summary::-webkit-details-marker {
    display: none;
  }
  .sources summary .quiet {
    font-size: 1em;
    font-weight: 400;
  }
  .sources .icon {
    transition: transform 0.15s ease;
  }
  .sources[open] > summary .icon {
    transform: rotate(180deg);
  }
  .sources ol {
    margin: 4px 0 0;
    padding-inline-start: 22px;
  }
  .sources li {
    padding-block: 4px;
  }
  .progress {
    display: flex;
    flex-direction: column;
    gap: 6px;
    color: var(--quiet);
    font-size: 0.8125em;
    font-weight: 600;
  }
  .progress progress {
    width: 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--sunken);
    overflow: hidden;
    appearance: none;
  }
  .progress ::-webkit-progress-bar {
    background: var(--sunken);
  }
  .progress ::-webkit-progress-value {
    border-radius: 3px;
    background: var(--link);
  }
  .progress ::-moz-progress-bar {
    background: var(--link);
  }
  .question p + p {
    margin-block-start: 6px;
  }
  .question [data-asks] {
    font-weight: 600;
  }
  fieldset {
    min-width: 0;
  }
  .hint {
    color: var(--danger);
    font-size: 0.875em;
  }
  .hint:empty {
    display: none;
  }
  .levels {
    display: grid;
    gap: 8px;
  }
  .level {
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 12px;
    align-items: center;
    padding: 10px 14px;
    border: 1px solid transparent;
    border-radius: 12px;
    background: var(--ask-ground);
    color: var(--ask-ink);
  }
  .level .icon {
    grid-row: 1 / 3;
    width: 28px;
    height: 28px;
  }
  .level dt {
    font-size: 0.8125em;
    line-height: 1.3;
  }
  .level dd {
    grid-column: 2;
    font-weight: 650;
    line-height: 1.3;
  }
  .level[data-tone="do_not"] {
    background: var(--stop-ground);
    color: var(--stop-ink);
  }
  .level[data-tone="wait_then_ask"] {
    background: var(--wait-ground);
    color: var(--wait-ink);
  }
  .level[data-tone="ok_usual_care"] {
    background: var(--calm-ground);
    color: var(--calm-ink);
  }
  .take {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .triage {
    padding-block-start: 0;
    overflow: hidden;
  }
  .triage h3 {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-inline: -16px;
    padding: 12px 16px;
    background: var(--ask-ground);
    color: var(--ask-ink);
    border-block-end: 1px solid transparent;
  }
  .triage[data-tone="emergency_now"] {
    border: 2px solid var(--alarm);
  }
  .triage[data-tone="emergency_now"] h3 {
    background: var(--alarm);
    color: var(--on-alarm);
  }
  .triage[data-tone="same_day_doctor"] h3 {
    background: var(--stop-ground);
    color: var(--stop-ink);
  }
  .triage[data-tone="normal_healing"] h3 {
    background: var(--calm-ground);
    color: var(--calm-ink);
  }
  .calls {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .call {
    display: flex;
    flex: 1 0 auto;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 50px;
    padding: 10px 8px;
    border: 1px solid transparent;
    border-radius: 14px;
    background: var(--alarm);
    color: var(--on-alarm);
    font-weight: 650;
    text-decoration: none;
  }
`;
