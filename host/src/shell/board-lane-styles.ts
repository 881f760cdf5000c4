import { css } from 'lit';
import type { CSSResult } from 'lit';

/** A column of a board and its cards. */
export const boardLaneStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 0;
    border-radius: var(--ts-radius-l);
  }
  :host([over]) {
    background: var(--ts-accent-soft);
    box-shadow: inset 0 0 0 1.5px var(--ts-accent);
  }
  section {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    display: flex;
    gap: 6px;
    align-items: center;
    position: relative;
    flex: none;
    height: 44px;
    padding: 0 8px 0 10px;
  }
  .name {
    display: flex;
    min-width: 0;
    font: inherit;
  }
  .count {
    color: var(--ts-fg-2);
    font-size: 13px;
    padding: 0 2px;
  }
  .sums {
    display: grid;
    flex: none;
    justify-items: end;
    margin-left: auto;
    line-height: 16px;
    color: var(--ts-fg-2);
    white-space: nowrap;
  }
  .weighted {
    display: inline-flex;
    gap: 3px;
    align-items: center;
    font-size: 11px;
    line-height: 14px;
    color: var(--ts-fg-3);
  }
  .tool,
  .unfold,
  .more {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    flex: none;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
  }
  .tool:hover,
  .unfold:hover,
  .more:hover {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  .fold {
    position: absolute;
    right: 34px;
    background: var(--ts-bg-raised);
    box-shadow: var(--ts-shadow-1);
    opacity: 0;
  }
  header:hover .fold,
  .fold:focus-visible {
    opacity: 1;
  }
  .folded header {
    flex-direction: column;
    height: 100%;
    padding: 8px 0;
  }
  .folded .name {
    writing-mode: vertical-rl;
  }
  .folded .name .tag {
    height: auto;
    width: 20px;
    padding: 6px 0;
  }
  .cards {
    flex: 1;
    min-height: 0;
    overflow: hidden auto;
    padding: 4px 6px 0 10px;
    scrollbar-width: thin;
    scrollbar-color: var(--ts-line-strong) transparent;
    overscroll-behavior-y: contain;
  }
  ul {
    position: relative;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: absolute;
    left: 0;
    right: 2px;
  }
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
    position: absolute;
    top: 8px;
    right: 8px;
    background: var(--ts-bg-raised);
    opacity: 0;
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
  .bones {
    display: grid;
    gap: 8px;
  }
  .blank {
    display: grid;
    gap: 12px;
    align-content: center;
    height: 90px;
    padding: 0 12px;
    border: 1px solid var(--ts-line);
    border-radius: 8px;
  }
  .note {
    display: grid;
    gap: 8px;
    justify-items: center;
    padding: 20px 12px;
    text-align: center;
    color: var(--ts-fg-2);
  }
  .note.empty {
    border: 1px dashed var(--ts-line);
    border-radius: 8px;
    color: var(--ts-fg-3);
  }
  @media (pointer: coarse) {
    .tool,
    .unfold,
    .more {
      width: 40px;
      height: 40px;
    }
    .more {
      top: 0;
      right: 0;
      opacity: 1;
      background: none;
    }
    .head {
      padding-right: 32px;
    }
    .fold {
      position: static;
      box-shadow: none;
      background: none;
      opacity: 1;
    }
    .card {
      touch-action: pan-x pan-y;
    }
  }
`;
