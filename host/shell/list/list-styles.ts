import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The bars of a list and where its parts stand. */
export const listStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    min-width: 0;
    position: relative;
    background: var(--ts-bg);
  }
  .title-bar {
    display: flex;
    align-items: center;
    gap: 8px;
    height: 44px;
    flex: none;
    padding: 0 8px 0 16px;
    border-bottom: 1px solid var(--ts-line);
  }
  .title-bar > span.icon {
    color: var(--ts-fg-2);
  }
  h1 {
    margin: 0;
    font-size: 13px;
    line-height: 20px;
    font-weight: 600;
  }
  .title-bar h1 {
    flex: none;
    max-width: 220px;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
    flex: none;
  }
  .view-bar > .segments {
    flex: none;
  }
  .quiet-link {
    color: var(--ts-fg-2);
    font-size: 12px;
  }
  .view-bar {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    flex: none;
    min-height: 42px;
    padding: 7px 12px;
    border-bottom: 1px solid var(--ts-line);
  }
  .search {
    display: flex;
    align-items: center;
    gap: 6px;
    width: 220px;
    min-width: 110px;
    height: 28px;
    flex: 0 1 auto;
    padding: 0 6px 0 8px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
    color: var(--ts-fg-2);
  }
  .search:focus-within {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    border: 0;
    outline: 0;
    background: none;
    font: inherit;
    color: var(--ts-fg);
    appearance: none;
  }
  .search input::placeholder {
    color: var(--ts-fg-3);
    opacity: 1;
  }
  .search:focus-within kbd {
    visibility: hidden;
  }
  ts-filter-bar {
    flex: 1 0 200px;
  }
  .skeleton {
    position: absolute;
    inset: 86px 0 0;
    z-index: 2;
    overflow: hidden;
    background: var(--ts-bg);
    pointer-events: none;
  }
  .skeleton div {
    display: flex;
    align-items: center;
    gap: 24px;
    height: 36px;
    padding: 0 16px;
    border-bottom: 1px solid var(--ts-line);
  }
  @media (max-width: 759px) {
    .title-bar {
      height: 52px;
      padding: 0 12px;
    }
    h1 {
      font-size: 15px;
    }
    .view-bar {
      flex-wrap: wrap;
    }
    .search {
      flex: 1 1 160px;
      height: 40px;
    }
    .tools {
      flex-wrap: wrap;
    }
    .view-bar > .segments,
    .view-bar > ts-filter-bar {
      order: 1;
    }
    .view-bar > ts-filter-bar {
      flex: 1 1 160px;
    }
    .view-bar > .segments span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .search input {
      font-size: 16px;
    }
    .search kbd {
      display: none;
    }
  }
`;
