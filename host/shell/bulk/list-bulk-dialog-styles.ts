import { css } from 'lit';
import type { CSSResult } from 'lit';

/** What the dialogs about many records share. */
export const bulkDialogStyles: CSSResult = css`
  dialog {
    width: min(480px, calc(100vw - 32px));
    max-height: min(640px, calc(100dvh - 32px));
    padding: 0;
    border: 0;
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-3);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
  }
  h2 {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 0;
    padding: 16px 20px 8px;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  .body {
    display: grid;
    gap: 12px;
    padding: 4px 20px 12px;
    overflow: auto;
  }
  .body p {
    margin: 0;
    color: var(--ts-fg-2);
  }
  footer {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: flex-end;
    padding: 12px 20px;
    border-top: 1px solid var(--ts-line);
  }
  footer .problem {
    flex: 1;
    color: var(--ts-danger);
  }
`;
