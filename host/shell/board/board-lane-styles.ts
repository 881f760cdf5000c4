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
    height: 36px;
    padding: 0 4px 0 10px;
  }
  .name {
    display: flex;
    min-width: 0;
    font: inherit;
  }
  .count {
    flex: none;
    color: var(--ts-fg-2);
    font-size: 13px;
  }
  /* What does not fit wraps out of sight: first the weighted sum, then further sums. */
  .sums {
    display: flex;
    flex: 1 0 52px;
    flex-wrap: wrap;
    gap: 0 6px;
    justify-content: flex-end;
    width: 0;
    height: 20px;
    line-height: 20px;
    color: var(--ts-fg-2);
    white-space: nowrap;
    overflow: hidden;
  }
  .weighted {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    font-size: 11px;
    color: var(--ts-fg-3);
  }
  .tool,
  .unfold {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    flex: none;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
  }
  .tool:hover,
  .unfold:hover {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  .fold {
    position: absolute;
    right: 28px;
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
    header {
      height: 44px;
    }
    .tool,
    .unfold {
      width: 40px;
      height: 40px;
    }
    .fold {
      position: static;
      box-shadow: none;
      background: none;
      opacity: 1;
    }
  }
`;
