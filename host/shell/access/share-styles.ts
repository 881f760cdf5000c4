import { css, type CSSResult } from 'lit';

/** A dialog with a head, a body that scrolls, and what is done at its foot; the whole of a phone. */
export const sheetStyles: CSSResult = css`
  dialog {
    width: min(600px, calc(100vw - 32px));
    max-width: none;
    max-height: min(760px, calc(100dvh - 48px));
    padding: 0;
    border: 0;
    border-radius: var(--ts-radius-l);
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
    background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
  }
  header,
  footer {
    display: flex;
    gap: 8px;
    align-items: center;
    flex: none;
    padding: 10px 12px 10px 20px;
  }
  header {
    border-bottom: 1px solid var(--ts-line);
    color: var(--ts-fg-2);
  }
  footer {
    justify-content: flex-end;
    padding: 10px 20px;
    border-top: 1px solid var(--ts-line);
  }
  header h2 {
    flex: 1;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    color: var(--ts-fg);
  }
  .content {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    align-content: start;
    flex: 1;
    min-height: 0;
    padding: 16px 20px 20px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .content:focus-visible {
    outline-offset: -3px;
  }
  h3 {
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--ts-fg-2);
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .note {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 9px 12px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-app);
    color: var(--ts-fg-2);
  }
  .note svg {
    flex: none;
    margin-top: 3px;
  }
  .note.done {
    align-items: center;
    padding-block: 5px;
  }
  .note.done svg {
    margin-top: 0;
    color: var(--ts-success);
  }
  .wrong {
    color: var(--ts-danger);
  }
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .field > span {
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  select,
  input[type='date'],
  input[type='text'] {
    width: 100%;
    height: 30px;
    padding: 0 10px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
  }
  select:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: 0;
  }
  @media (max-width: 759px) {
    dialog {
      inset: 0;
      width: 100vw;
      height: 100dvh;
      max-height: none;
      margin: 0;
      border-radius: 0;
    }
    select,
    input[type='date'],
    input[type='text'] {
      height: 40px;
      font-size: 16px;
    }
    footer .btn,
    header .btn {
      height: 40px;
    }
  }
`;
