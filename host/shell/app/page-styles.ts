import { css, type CSSResult } from 'lit';

/** Pages that are a title bar and a column of cards: plugins and settings. */
export const pageStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .title-bar {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 44px;
    flex: none;
    padding: 0 16px;
    border-bottom: 1px solid var(--ts-line);
    color: var(--ts-fg-2);
  }
  .title-bar h1 {
    font-size: 13px;
    line-height: 20px;
    font-weight: 600;
    color: var(--ts-fg);
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 20px 24px 40px;
  }
  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    max-width: 720px;
    margin: 0 auto;
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg);
  }
  .card h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  label.field {
    display: grid;
    gap: 4px;
  }
  label.field > span {
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  input:not([type='checkbox']),
  select {
    width: 100%;
    height: 30px;
    padding: 0 10px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
  }
  input:focus-visible,
  select:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .actions {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .segments {
    display: inline-flex;
    justify-self: start;
    padding: 2px;
    border-radius: 7px;
    background: var(--ts-bg-active);
  }
  .segments button {
    height: 24px;
    padding: 0 10px;
    border-radius: 5px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .segments button[aria-pressed='true'] {
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-1);
  }
  .wrong {
    color: var(--ts-danger);
  }
  @media (max-width: 759px) {
    .title-bar {
      height: 52px;
    }
    .body {
      padding: 16px;
    }
    .pair {
      grid-template-columns: 1fr;
    }
    input:not([type='checkbox']),
    select {
      height: 40px;
      font-size: 16px;
    }
  }
`;

/** A question or a short form above the page. */
export const dialogStyles: CSSResult = css`
  dialog {
    width: 440px;
    max-width: calc(100vw - 32px);
    padding: 20px;
    border: 0;
    border-radius: 12px;
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-3);
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
  }
  dialog form {
    display: grid;
    gap: 12px;
  }
  dialog h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
`;
