import { css } from 'lit';
import type { CSSResult } from 'lit';

/** A compact table of related records. */
export const relatedListStyles: CSSResult = css`
  :host {
    display: block;
  }
  .bar {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
  }
  .grow {
    flex: 1;
  }
  .scroll {
    overflow-x: auto;
    border: 1px solid var(--ts-line);
    border-radius: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    height: 36px;
    padding: 0 10px;
    text-align: left;
    white-space: nowrap;
    max-width: 220px;
    overflow: hidden;
    text-overflow: ellipsis;
    font-weight: 400;
  }
  thead th {
    height: 32px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  tbody tr {
    border-top: 1px solid var(--ts-line);
  }
  tbody tr:hover {
    background: var(--ts-bg-hover);
  }
  .num {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .tools {
    width: 72px;
    padding: 0 4px;
    text-align: right;
  }
  .tools button {
    opacity: 0;
  }
  tr:hover .tools button,
  .tools button:focus-visible {
    opacity: 1;
  }
  .state.small {
    padding: 28px 16px;
  }
  @media (pointer: coarse) {
    .tools button {
      opacity: 1;
    }
  }
`;
