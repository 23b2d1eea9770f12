import { css } from "lit";

export const panelStyles = css`
  * {
    box-sizing: border-box;
  }
  dialog {
    position: fixed;
    inset: auto;
    inset-block-end: calc(var(--needlewise-offset-y, 20px) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: var(--needlewise-offset-x, 20px);
    width: min(var(--needlewise-width, 404px), calc(100vw - 40px));
    height: min(704px, calc(100dvh - 40px));
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--ground);
    color: var(--ink);
    font-size: 1em;
    line-height: 1.5;
    box-shadow: var(--shadow);
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
    animation: rise 0.18s ease-out;
  }
  dialog::backdrop {
    background: none;
  }
  :host([side="left"]) dialog {
    inset-inline: auto;
    left: var(--needlewise-offset-x, 20px);
  }
  :host([side="right"]) dialog {
    inset-inline: auto;
    right: var(--needlewise-offset-x, 20px);
  }
  :host([inline]) dialog {
    position: static;
    width: 100%;
    height: var(--needlewise-height, 640px);
    box-shadow: none;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  .header {
    display: flex;
    flex: none;
    align-items: center;
    padding-block: 14px;
    padding-inline: 16px 8px;
    background: var(--primary);
    color: var(--on-primary);
    border-block-end: 1px solid transparent;
  }
  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    width: 40px;
    height: 40px;
    border: 1.5px solid currentColor;
    border-radius: 50%;
    overflow: hidden;
  }
  .avatar img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .name {
    flex: 1;
    padding-inline: 12px 4px;
    min-width: 0;
  }
  h2,
  h3,
  h4,
  p,
  dl,
  dd {
    margin: 0;
  }
  h2 {
    font-size: 1.0625em;
    line-height: 1.25;
    font-weight: 650;
    outline: none;
  }
  .header p {
    font-size: 0.8125em;
    line-height: 1.35;
  }
  .name * {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .log {
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    gap: 14px;
    min-height: 0;
    padding: 16px 16px 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scroll-padding-block-end: 48px;
  }
  .log:focus-visible {
    outline: 3px solid var(--link);
    outline-offset: -3px;
  }
  .space {
    flex: none;
    min-height: 2px;
  }
  .fold {
    flex: none;
    position: relative;
    height: 44px;
    margin-block-start: -44px;
    padding-block-start: 4px;
    background: linear-gradient(transparent, var(--ground) 70%);
    text-align: center;
    pointer-events: none;
  }
  .fold button {
    min-height: 36px;
    padding-inline: 10px 14px;
    pointer-events: auto;
  }
  .banner,
  .forget {
    flex: none;
    padding: 10px 16px;
    background: var(--ask-ground);
    color: var(--ask-ink);
    font-size: 0.875em;
    border-block-start: 1px solid var(--line);
  }
  .forget {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    background: var(--surface);
    color: var(--ink);
  }
  .forget p {
    flex: 1 1 100%;
  }
  .consent {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 8px;
    padding: 12px 16px;
    background: var(--surface);
    border-block-start: 1px solid var(--line);
  }
  .composer {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding: 12px;
    background: var(--surface);
    border-block-start: 1px solid var(--line);
  }
  .composer textarea {
    flex: 1;
    min-width: 0;
    min-height: 46px;
    max-height: 132px;
    padding: 10px 14px;
    border: 1.5px solid var(--edge);
    border-radius: 23px;
    background: var(--ground);
    color: var(--ink);
    font: inherit;
    resize: none;
  }
  .composer textarea::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  .left {
    flex: 1 1 100%;
  }
  .left:empty {
    display: none;
  }
  .footer {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 2px 14px;
    padding: 0 16px calc(10px + env(safe-area-inset-bottom, 0px));
    background: var(--surface);
    color: var(--quiet);
    font-size: 0.8125em;
  }
  .footer a {
    font-weight: 600;
  }
  @media (max-width: 480px), (max-height: 480px) {
    :host(:not([inline])) dialog {
      inset: 0;
      width: 100%;
      height: 100%;
      border: 0;
      border-radius: 0;
    }
    .header {
      padding-block: calc(10px + env(safe-area-inset-top, 0px)) 10px;
    }
  }
  @media (max-width: 360px) {
    .avatar {
      display: none;
    }
    .header {
      padding-inline-start: 4px;
    }
  }
  @media (max-height: 480px) {
    .avatar,
    .header p,
    .footer {
      display: none;
    }
    .header {
      padding-block: 0;
    }
    .fold {
      text-align: end;
    }
    .log {
      padding-block-start: 8px;
    }
    .composer {
      padding-block: 6px;
    }
    .composer textarea {
      max-height: 72px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    dialog[open] {
      animation: none;
      transition: none;
    }
  }
`;
