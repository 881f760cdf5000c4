import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Where the columns of a board stand. */
export const boardStyles: CSSResult = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    flex: 1;
    min-width: 0;
    min-height: 0;
    background: var(--ts-bg);
  }
  .head {
    display: flex;
    gap: 12px;
    flex: none;
    padding: 4px 12px 0 18px;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .picker {
    display: flex;
    gap: 2px;
    align-items: center;
    flex: none;
    font-size: 12px;
    color: var(--ts-fg-2);
    white-space: nowrap;
  }
  select {
    height: 26px;
    max-width: 240px;
    padding: 0 2px;
    border: 0;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
    font-weight: 500;
  }
  select:hover {
    background: var(--ts-bg-hover);
  }
  select:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: 1px;
  }
  .lanes {
    display: flex;
    flex: 1;
    min-height: 0;
    padding: 2px 8px 0;
    overflow: auto hidden;
  }
  ts-board-lane {
    flex: none;
    width: 272px;
  }
  ts-board-lane[folded] {
    width: 40px;
  }
  .ghost {
    display: grid;
    gap: 8px;
    align-content: start;
    width: 272px;
    padding: 14px 10px;
  }
  .blank {
    display: grid;
    gap: 12px;
    align-content: center;
    height: 94px;
    padding: 0 12px;
    border: 1px solid var(--ts-line);
    border-radius: 8px;
  }
  .switcher {
    display: flex;
    gap: 4px;
    flex: none;
    padding: 8px 12px 0;
    overflow-x: auto;
    scrollbar-width: none;
  }
  .switcher button {
    display: flex;
    gap: 6px;
    align-items: center;
    flex: none;
    min-height: 40px;
    padding: 0 10px 0 6px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
  }
  .switcher [aria-current='true'] {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  @media (pointer: coarse) {
    select {
      height: 40px;
      font-size: 16px;
    }
  }
  @media (max-width: 759px) {
    .lanes {
      gap: 8px;
      padding: 4px 10px 0;
      scroll-snap-type: x mandatory;
      scroll-padding-inline: 10px;
      scrollbar-width: none;
    }
    .lanes.dragging {
      scroll-snap-type: none;
    }
    ts-board-lane {
      width: calc(100% - 28px);
      scroll-snap-align: start;
      scroll-snap-stop: always;
    }
  }
`;
