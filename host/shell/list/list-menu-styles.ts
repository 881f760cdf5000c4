import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Lines of the panels that lists open. */
export const listMenuStyles: CSSResult = css`
  .menu {
    display: grid;
    gap: 1px;
    min-width: 200px;
  }
  .menu h3 {
    margin: 0;
    padding: 6px 8px 2px;
    font-size: 11px;
    line-height: 16px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .menu hr {
    margin: 5px 0;
    border: 0;
    border-top: 1px solid var(--ts-line);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 100%;
    min-height: 30px;
    padding: 0 8px;
    border-radius: var(--ts-radius-m);
    text-align: start;
    text-decoration: none;
    color: inherit;
  }
  .line:hover {
    background: var(--ts-bg-hover);
  }
  .line > svg:first-child {
    color: var(--ts-fg-2);
  }
  .line .grow {
    flex: 1;
  }
  .line.danger,
  .line.danger > svg:first-child {
    color: var(--ts-danger);
  }
  .line[aria-current='page'],
  .line[aria-pressed='true'] {
    font-weight: 500;
  }
  .segments {
    display: flex;
    padding: 2px;
    border-radius: 7px;
    background: var(--ts-bg-active);
  }
  .segments button {
    display: inline-flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: 24px;
    padding: 0 10px;
    border-radius: 5px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
    white-space: nowrap;
  }
  .segments button[aria-pressed='true'] {
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-1);
  }
  @media (pointer: coarse), (max-width: 759px) {
    .line {
      min-height: 44px;
      font-size: 15px;
    }
    .segments button {
      height: 40px;
    }
  }
`;
