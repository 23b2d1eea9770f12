import { css } from "lit";

export const dockStyles = css`
  .dock {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 8px;
    max-height: 50%;
    padding: 10px 12px 0;
    background: var(--surface);
    border-block-start: 1px solid var(--line);
  }
  .dock[inert] {
    opacity: 0.55;
  }
  .dock + :is(.composer, .consent) {
    border-block-start: 0;
    padding-block-start: 6px;
  }
  .answers {
    display: flex;
    flex: 0 1 auto;
    flex-flow: row wrap;
    gap: 6px;
    min-height: 0;
    margin: -4px;
    padding: 4px;
    border: 0;
    overflow-y: auto;
  }
  .answers .option,
  .answers .check {
    width: auto;
    min-height: 40px;
    padding: 6px 12px;
    border-radius: 20px;
    font-size: 0.9375em;
  }
  .row {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .row .main {
    flex: 1;
  }
  .minor {
    gap: 0;
    margin-inline: -8px;
  }
  .minor .small {
    min-height: 36px;
    padding-inline: 8px;
    background: none;
  }
  @media (max-height: 480px) {
    .dock {
      max-height: 38%;
      overflow-y: auto;
    }
    .answers {
      flex: none;
      overflow: visible;
    }
  }
`;
