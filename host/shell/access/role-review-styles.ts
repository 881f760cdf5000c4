import { css, type CSSResultGroup } from 'lit';
import { pillStyles } from './role-pill.ts';

/** A dialog that lists what changes from what to what. */
export const reviewStyles: CSSResultGroup = [
  pillStyles,
  css`
    dialog {
      width: 640px;
      max-height: calc(100dvh - 48px);
      padding: 0;
      overflow: hidden;
    }
    header {
      padding: 14px 20px;
      border-bottom: 1px solid var(--ts-line);
    }
    .content {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
      min-height: 0;
      padding: 16px 20px;
      overflow: auto;
    }
    .content:focus-visible {
      outline-offset: -3px;
    }
    footer {
      flex-direction: row-reverse;
      padding: 12px 20px;
      border-top: 1px solid var(--ts-line);
    }
    h3 {
      margin-bottom: 4px;
      font-size: 12px;
      font-weight: 500;
      color: var(--ts-fg-2);
    }
    .bad {
      padding: 10px 12px;
      border: 1px solid var(--ts-danger);
      border-radius: var(--ts-radius-m);
    }
    .bad p {
      color: var(--ts-danger);
      font-weight: 500;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      min-height: 32px;
      border-bottom: 1px solid var(--ts-line);
    }
    li .what {
      flex: 1 1 220px;
      min-width: 0;
    }
    li .change {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    li .more {
      color: var(--ts-success);
    }
    li .less {
      color: var(--ts-danger);
    }
  `,
];
