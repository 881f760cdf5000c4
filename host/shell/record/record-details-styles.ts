import { css } from 'lit';
import type { CSSResult } from 'lit';

export const recordDetailsStyles: CSSResult = css`
  /* What is slotted has no box of its own while it is empty: then it takes no gap either. */
  :host {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  h3 {
    margin: 0 0 4px;
  }
  .fold {
    display: flex;
    gap: 4px;
    align-items: center;
    min-height: 26px;
    margin-left: -6px;
    padding: 0 6px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--ts-fg-2);
    border-radius: var(--ts-radius-m);
  }
  .fold:hover {
    background: var(--ts-bg-hover);
  }
  .fold svg {
    opacity: 0;
  }
  .fold:hover svg,
  .fold:focus-visible svg,
  .fold[aria-expanded='false'] svg {
    opacity: 1;
  }
  .fold[aria-expanded='false'] svg {
    transform: rotate(-90deg);
  }
  dl[hidden] {
    display: none;
  }
  dl {
    display: grid;
    grid-template-columns: 132px minmax(0, 1fr);
    row-gap: 1px;
    margin: 0;
    align-items: start;
  }
  dt {
    display: flex;
    gap: 7px;
    align-items: center;
    min-height: 30px;
    min-width: 0;
    color: var(--ts-fg-2);
  }
  .sensitive {
    flex: none;
    margin-left: -3px;
  }
  dd {
    position: relative;
    margin: 0;
    min-width: 0;
    border-radius: var(--ts-radius-m);
  }
  .value {
    display: flex;
    align-items: center;
    min-height: 30px;
    padding: 4px 8px;
    border-radius: var(--ts-radius-m);
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .value.block {
    white-space: pre-wrap;
  }
  .value.can {
    cursor: text;
  }
  dd:hover .can {
    background: var(--ts-bg-hover);
  }
  .blank {
    color: var(--ts-fg-3);
  }
  .pen {
    position: absolute;
    right: 2px;
    top: 3px;
    width: 24px;
    height: 24px;
    opacity: 0;
    background: var(--ts-bg);
  }
  dd:hover .pen,
  .pen:focus-visible {
    opacity: 1;
  }
  .edit {
    display: grid;
    gap: 4px;
    padding: 1px 0 4px;
  }
  .tools {
    display: flex;
    gap: 4px;
    justify-content: flex-end;
  }
  .tools .btn {
    height: 26px;
    width: 26px;
  }
  @media (pointer: coarse) {
    .pen {
      opacity: 1;
      width: 40px;
      height: 40px;
      top: 0;
      right: 0;
      background: none;
    }
    .value.can {
      padding-right: 40px;
    }
    dt,
    .value,
    .fold {
      min-height: 40px;
    }
    .fold svg {
      opacity: 1;
    }
    .tools .btn {
      height: 40px;
      width: 40px;
    }
  }
`;
