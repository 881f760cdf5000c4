import { css, type CSSResult } from 'lit';

/** What questions have besides other dialogs. */
export const questionStyles: CSSResult = css`
  .note {
    margin-top: -6px;
    font-size: 12px;
    line-height: 16px;
  }
  textarea {
    width: 100%;
    min-height: 64px;
    padding: 6px 10px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
    resize: vertical;
  }
  textarea:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  [aria-invalid='true'] {
    border-color: var(--ts-danger);
  }
  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
  }
  .kept {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 12px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-accent-soft);
  }
  .kept code {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
    font-family: ui-monospace, monospace;
  }
`;
