import { css, type CSSResult } from 'lit';

/** The palette: a dialog near the top, on phones the whole screen. */
export const paletteStyles: CSSResult = css`
  :host {
    display: contents;
  }
  dialog {
    width: 620px;
    max-width: calc(100vw - 32px);
    max-height: min(540px, calc(100dvh - 15vh - 24px));
    margin: 14vh auto 0;
    padding: 0;
    border: 0;
    border-radius: 12px;
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-3);
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
  }
  .top {
    display: flex;
    align-items: center;
    gap: 10px;
    flex: none;
    padding: 0 16px;
    border-bottom: 1px solid var(--ts-line);
    color: var(--ts-fg-2);
  }
  .top:focus-within {
    box-shadow: inset 0 -1px var(--ts-accent);
  }
  .subject {
    display: flex;
    align-items: center;
    gap: 6px;
    max-width: 45%;
    height: 26px;
    padding: 0 8px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-active);
    color: var(--ts-fg);
    font-weight: 500;
  }
  input {
    flex: 1;
    min-width: 0;
    padding: 12px 0;
    border: 0;
    outline: 0;
    background: none;
    color: var(--ts-fg);
    font: 400 15px/24px var(--ts-font);
  }
  input::placeholder {
    color: var(--ts-fg-3);
    opacity: 1;
  }
  .close {
    display: none;
  }
  .scroll {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
    padding: 6px;
  }
  #entries {
    min-height: 0;
    overflow: auto;
  }
  .head {
    padding: 8px 10px 4px;
    font-size: 11px;
    line-height: 16px;
    font-weight: 500;
    color: var(--ts-fg-3);
  }
  .entry {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 36px;
    padding: 0 10px;
    border-radius: 8px;
    cursor: pointer;
    scroll-margin: 34px 0 6px;
  }
  .entry svg {
    color: var(--ts-fg-2);
  }
  .entry.on {
    background: var(--ts-bg-active);
  }
  .label {
    flex: 0 1 auto;
  }
  .note {
    flex: 1 2 auto;
    min-width: 20%;
    text-align: end;
    color: var(--ts-fg-2);
  }
  .keys {
    flex: none;
    color: var(--ts-fg-2);
    font-size: 12px;
  }
  .none {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 10px;
  }
  .waiting {
    display: grid;
    gap: 10px;
    padding: 12px 10px;
    opacity: 0;
    animation: appear 1ms 150ms forwards;
  }
  .waiting i {
    height: 12px;
    border-radius: 6px;
    background: var(--ts-bg-active);
  }
  .waiting i:last-child {
    width: 60%;
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  .foot {
    display: flex;
    gap: 16px;
    flex: none;
    padding: 9px 14px;
    border-top: 1px solid var(--ts-line);
    color: var(--ts-fg-2);
    font-size: 12px;
  }
  .foot kbd {
    margin-right: 2px;
  }
  .foot .last {
    margin-left: auto;
  }
  @media (pointer: coarse) {
    .foot {
      display: none;
    }
    input {
      font-size: 16px;
    }
    .entry {
      min-height: 44px;
    }
    .keys {
      display: none;
    }
  }
  @media (max-width: 759px) {
    dialog {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      margin: 0;
      border-radius: 0;
    }
    .foot {
      display: none;
    }
    .close {
      display: inline-flex;
      margin-right: -10px;
    }
  }
`;
