import { css } from 'lit';
import type { CSSResult } from 'lit';

/** A line of events with a thread on the left; also used by the history. */
export const timelineStyles: CSSResult = css`
  :host {
    display: block;
  }
  h3 {
    margin: 0;
    padding: 4px 0 12px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--ts-fg-2);
  }
  .filter {
    display: flex;
    gap: 2px;
    margin: -8px 0 8px -8px;
  }
  .filter .btn {
    height: 26px;
    padding: 0 8px;
    font-size: 12px;
  }
  .filter [aria-pressed='true'] {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  @media (pointer: coarse) {
    .filter .btn {
      height: 40px;
    }
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 10px;
    padding-bottom: 18px;
  }
  li::before {
    content: '';
    position: absolute;
    left: 13px;
    top: 28px;
    bottom: 0;
    width: 1px;
    background: var(--ts-line);
  }
  li:last-child::before {
    display: none;
  }
  .symbol {
    width: 27px;
    height: 27px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    border: 1px solid var(--ts-line);
    background: var(--ts-bg-raised);
    color: var(--ts-fg-2);
  }
  .what {
    min-width: 0;
    padding-top: 3px;
  }
  .line {
    display: flex;
    gap: 8px;
    align-items: baseline;
    justify-content: space-between;
    min-width: 0;
  }
  .sentence {
    min-width: 0;
  }
  b {
    font-weight: 600;
  }
  time {
    font-size: 12px;
    flex: none;
  }
  .card {
    border: 1px solid var(--ts-line);
    border-radius: 8px;
    padding: 9px 12px;
    margin-top: 6px;
  }
  .card p {
    margin: 4px 0 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: var(--ts-fg-2);
  }
  .changes {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 12px;
    margin: 6px 0 0;
    align-items: center;
    font-size: 12px;
  }
  .changes dt {
    color: var(--ts-fg-2);
  }
  .changes dd {
    display: flex;
    gap: 6px;
    align-items: center;
    flex-wrap: wrap;
    margin: 0;
    min-width: 0;
  }
  .before,
  .after {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .before {
    color: var(--ts-fg-2);
  }
  .skeleton {
    display: grid;
    gap: 20px;
    padding: 12px 0;
  }
`;
