import { css, type CSSResult } from 'lit';

/** A panel at the side with names and values below each other. */
export const auditEntryStyles: CSSResult = css`
  dialog {
    position: fixed;
    inset: 0 0 0 auto;
    width: 480px;
    max-width: 100vw;
    height: 100dvh;
    max-height: 100dvh;
    margin: 0;
    padding: 0;
    border: 0;
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-3);
    overflow: hidden;
  }
  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.18), oklch(0 0 0 / 0.5));
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
    padding: 10px 12px 10px 20px;
    border-bottom: 1px solid var(--ts-line);
  }
  h2 {
    flex: 1;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  h3 {
    margin: 20px 0 8px;
    font-size: 13px;
    font-weight: 600;
  }
  .content {
    padding: 16px 20px 32px;
    overflow: auto;
  }
  .content:focus-visible {
    outline-offset: -3px;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(88px, auto) minmax(0, 1fr);
    gap: 8px 16px;
    margin: 0;
  }
  dt {
    color: var(--ts-fg-2);
  }
  dd {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    margin: 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  code {
    font:
      12px/18px ui-monospace,
      monospace;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .same {
    color: var(--ts-accent);
    min-height: 24px;
    line-height: 24px;
    text-underline-offset: 2px;
  }
  .values {
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
  }
  .values dt:not(:first-child) {
    margin-top: 10px;
  }
  .before {
    color: var(--ts-fg-2);
    text-decoration: line-through;
    text-decoration-color: var(--ts-line-strong);
  }
  .before,
  .after {
    min-width: 0;
    max-width: 100%;
  }
  .names {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  @media (max-width: 759px) {
    dialog {
      width: 100vw;
    }
  }
`;
