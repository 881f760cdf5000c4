import { css, type CSSResult } from 'lit';

/** The list of open tasks. */
export const myTasksStyles: CSSResult = css`
  :host {
    display: block;
    min-width: 0;
  }
  h3 {
    margin: 8px 0 2px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  h3:first-of-type {
    margin-top: 0;
  }
  h3.overdue {
    color: var(--ts-danger);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 24px minmax(0, 2fr) minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 6px;
    min-height: 32px;
  }
  .tick {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
  }
  .tick span {
    display: grid;
    place-items: center;
    width: 16px;
    height: 16px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-s);
    color: transparent;
  }
  .tick:hover span,
  .tick:focus-visible span {
    border-color: var(--ts-accent);
    color: var(--ts-accent);
  }
  .link {
    line-height: 24px;
  }
  .all {
    margin: 6px 0 0 -10px;
  }
  .more {
    display: inline-block;
    margin-left: 30px;
    font-size: 12px;
    line-height: 24px;
  }
  .with,
  .due {
    font-size: 12px;
    color: var(--ts-fg-2);
  }
  .due {
    grid-column: 5;
    min-width: 6ch;
    text-align: end;
  }
  .high {
    grid-column: 4;
    color: var(--ts-danger);
  }
  @media (max-width: 559px) {
    li {
      grid-template-columns: 24px minmax(0, 1fr) auto auto;
    }
    .with {
      display: none;
    }
    .high {
      grid-column: 3;
    }
    .due {
      grid-column: 4;
    }
  }
  @media (pointer: coarse) {
    li {
      grid-template-columns: 40px minmax(0, 1fr) auto auto;
      min-height: 40px;
    }
    .tick {
      width: 40px;
      height: 40px;
    }
    .link {
      line-height: 40px;
    }
  }
`;
