import { css } from 'lit';
import type { CSSResult } from 'lit';

/** A card of a board. */
export const boardCardStyles: CSSResult = css`
  .card {
    position: relative;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    width: 100%;
    height: 100%;
    padding: 11px 12px 10px;
    border: 1px solid var(--ts-line);
    border-radius: 8px;
    background: var(--ts-bg-raised);
    box-shadow: var(--ts-shadow-1);
    color: var(--ts-fg);
    cursor: default;
    -webkit-touch-callout: none;
    user-select: none;
  }
  .card:hover {
    border-color: var(--ts-line-strong);
  }
  .card:has(.title:focus-visible) {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .card[data-dnd-dragging] {
    box-shadow: var(--ts-shadow-3);
    cursor: grabbing;
  }
  .card[data-dnd-placeholder] {
    box-shadow: none;
    border-style: dashed;
    background: var(--ts-bg-app);
  }
  .card[data-dnd-placeholder] > * {
    visibility: hidden;
  }
  .head,
  .about,
  .line,
  .values,
  .due,
  .owner,
  .stale,
  .value {
    display: flex;
    align-items: center;
    min-width: 0;
  }
  .head {
    gap: 6px;
  }
  .title {
    flex: 1;
    min-width: 0;
    font-weight: 500;
    color: inherit;
    text-decoration: none;
  }
  .title::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 8px;
  }
  .title:focus-visible {
    outline: 0;
  }
  .more {
    display: grid;
    place-items: center;
    position: absolute;
    width: 24px;
    height: 24px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
    top: 8px;
    right: 8px;
    background: var(--ts-bg-raised);
    opacity: 0;
  }
  .more:hover {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  .card:hover .more,
  .card:focus-within .more,
  .more[aria-expanded='true'] {
    opacity: 1;
  }
  .about {
    gap: 7px;
    color: var(--ts-fg-2);
  }
  .line {
    gap: 8px;
    height: 20px;
    font-size: 12px;
    color: var(--ts-fg-2);
  }
  .values {
    flex: 1;
    gap: 6px;
    overflow: hidden;
    white-space: nowrap;
  }
  .value {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .value + .value:not(:has(.tag, a))::before {
    content: '·';
    margin-right: 6px;
    color: var(--ts-fg-3);
  }
  .amount {
    flex: none;
    font-weight: 600;
    color: var(--ts-fg);
  }
  .due {
    flex: none;
    gap: 5px;
    white-space: nowrap;
  }
  .due.late {
    color: var(--ts-danger);
    font-weight: 500;
  }
  .owner {
    flex: none;
  }
  .stale {
    flex: none;
    position: relative;
    gap: 3px;
    height: 18px;
    padding: 0 5px;
    border-radius: var(--ts-radius-s);
    font-size: 11px;
    font-weight: 500;
    color: var(--ts-warning);
    background: light-dark(oklch(0.96 0.04 75), oklch(0.3 0.05 75));
  }
  @media (pointer: coarse) {
    .more {
      width: 40px;
      height: 40px;
      top: 0;
      right: 0;
      opacity: 1;
      background: none;
    }
    .head {
      padding-right: 32px;
    }
    .card {
      touch-action: pan-x pan-y;
    }
  }
`;
