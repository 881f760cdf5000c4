import { css, type CSSResult } from 'lit';

/** How the card with the points of an account looks. */
export const accountPointsStyles: CSSResult = css`
  :host {
    display: block;
    min-width: 0;
  }
  .sum {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    margin-bottom: 8px;
  }
  .sum b {
    font-size: 15px;
    font-weight: 600;
  }
  .sum ts-tag {
    margin-inline-start: auto;
  }
  progress {
    display: block;
    width: 100%;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    appearance: none;
    background: var(--ts-bg-active);
  }
  progress::-webkit-progress-bar {
    background: var(--ts-bg-active);
  }
  progress::-webkit-progress-value {
    border-radius: 3px;
    background: var(--ts-accent);
  }
  progress::-moz-progress-bar {
    border-radius: 3px;
    background: var(--ts-accent);
  }
  .way,
  .expiring,
  .date {
    font-size: 12px;
  }
  .way {
    margin: 4px 0 8px;
  }
  .expiring {
    margin-bottom: 8px;
    color: var(--ts-warning);
  }
  ul {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 8px 0 0;
    border-top: 1px solid var(--ts-line);
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 8px;
  }
  .link,
  li .num {
    line-height: 24px;
  }
  li .date {
    grid-column: 1 / -1;
    line-height: 16px;
  }
  .all {
    margin: 6px 0 -6px -10px;
  }
  @media (pointer: coarse) {
    .link,
    li .num:not(.date) {
      line-height: 40px;
    }
  }
`;
