import { css } from 'lit';
import type { CSSResult } from 'lit';

export const listGridStyles: CSSResult = css`
  :host {
    display: flex;
    flex: 1;
    min-height: 0;
    min-width: 0;
  }
  vaadin-grid {
    flex: 1;
    height: auto;
    font-size: 13px;
  }
  vaadin-grid::part(header-cell) {
    background: var(--ts-bg);
    height: 34px;
    min-height: 34px;
    font-size: 12px;
  }
  vaadin-grid::part(footer-cell) {
    background: var(--ts-bg);
    height: 34px;
    min-height: 34px;
    font-size: 12px;
  }
  vaadin-grid::part(body-cell) {
    height: var(--ts-row-height, 36px);
    min-height: var(--ts-row-height, 36px);
  }
  vaadin-checkbox {
    translate: 0 3px;
  }
  vaadin-grid::part(row) {
    cursor: pointer;
  }
  vaadin-grid::part(selected-row-cell) {
    background: var(--ts-accent-soft);
  }
  .head {
    display: flex;
    gap: 6px;
    align-items: center;
    width: 100%;
    min-width: 0;
    color: var(--ts-fg-2);
    font-weight: 500;
  }
  .head.end {
    justify-content: flex-end;
  }
  button.head:hover {
    color: var(--ts-fg);
  }
  .num-start {
    font-variant-numeric: tabular-nums;
  }
`;
