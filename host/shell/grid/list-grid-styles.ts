import { css } from 'lit';
import type { CSSResult } from 'lit';

export const listGridStyles: CSSResult = css`
  /* A finger needs 24 px, also where the totals begin right below. */
  vaadin-grid-cell-content a {
    padding-block: 2px;
  }
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    min-width: 0;
  }
  .table {
    position: relative;
    display: flex;
    flex: 1;
    min-height: 0;
    min-width: 0;
    overflow: hidden;
  }
  vaadin-grid {
    flex: 1;
    height: auto;
    min-width: 0;
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
  vaadin-grid::part(picked) {
    background: var(--ts-accent-soft);
  }
  .pick {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    margin: -4px;
  }
  .pick input {
    width: 14px;
    height: 14px;
    margin: 0;
    accent-color: var(--ts-accent);
  }
  .header {
    display: flex;
    align-items: center;
    width: 100%;
    min-width: 0;
  }
  .header.end {
    justify-content: flex-end;
  }
  .more {
    display: grid;
    place-items: center;
    flex: none;
    width: 24px;
    height: 24px;
    margin-inline-end: -8px;
    border-radius: var(--ts-radius-s);
    color: var(--ts-fg-2);
    opacity: 0;
  }
  .header:hover .more,
  .header:focus-within .more,
  .more:focus-visible {
    opacity: 1;
  }
  .more:hover {
    background: var(--ts-bg-hover);
    color: var(--ts-fg);
  }
  .offer {
    display: flex;
    gap: 8px;
    align-items: center;
    justify-content: center;
    min-height: 34px;
    padding: 0 12px;
    border-bottom: 1px solid var(--ts-line);
    background: var(--ts-accent-soft);
  }
  .offer button {
    min-height: 24px;
    color: var(--ts-accent);
    font-weight: 500;
  }
  .offer button:hover {
    text-decoration: underline;
  }
  .note {
    position: absolute;
    z-index: 6;
    max-width: 320px;
    padding: 4px 10px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
    box-shadow: var(--ts-shadow-2);
    color: var(--ts-fg-2);
  }
  @media (pointer: coarse) {
    .more {
      opacity: 1;
    }
    .pick {
      width: 40px;
      height: 40px;
      margin: -12px;
    }
  }
  .head {
    display: flex;
    gap: 6px;
    align-items: center;
    min-width: 0;
    min-height: 24px;
    color: var(--ts-fg-2);
    font-weight: 500;
  }
  button.head:hover {
    color: var(--ts-fg);
  }
  .num-start {
    font-variant-numeric: tabular-nums;
  }
`;
