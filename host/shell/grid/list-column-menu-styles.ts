import { css } from 'lit';
import type { CSSResult } from 'lit';

export const listColumnMenuStyles: CSSResult = css`
  :host {
    display: inline-flex;
  }
  .menu {
    width: 340px;
    max-width: 100%;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 2px;
    min-height: 30px;
    padding: 0 2px 0 8px;
    border-radius: var(--ts-radius-m);
  }
  li:hover,
  li.dragged {
    background: var(--ts-bg-hover);
  }
  li.dragged {
    box-shadow: var(--ts-shadow-1);
  }
  .check {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 8px;
    min-width: 0;
    min-height: 28px;
  }
  .check svg {
    color: var(--ts-fg-2);
  }
  input[type='checkbox'] {
    width: 15px;
    height: 15px;
    margin: 0;
    accent-color: var(--ts-accent);
  }
  select {
    max-width: 108px;
    height: 24px;
    border: 1px solid transparent;
    border-radius: var(--ts-radius-m);
    background: none;
    color: var(--ts-fg-2);
    font: inherit;
    font-size: 12px;
  }
  select:hover {
    border-color: var(--ts-line);
  }
  select:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: 1px;
  }
  option {
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
  }
  .small {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
  }
  .small:hover:not(:disabled) {
    background: var(--ts-bg-active);
  }
  .handle {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    color: var(--ts-fg-3);
    cursor: grab;
    touch-action: none;
  }
  .search {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 30px;
    padding: 0 8px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
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
  .none {
    padding: 8px;
    color: var(--ts-fg-2);
  }
  @media (pointer: coarse), (max-width: 759px) {
    .menu {
      width: 100%;
    }
    li {
      min-height: 44px;
      font-size: 15px;
    }
    .small,
    .handle {
      width: 40px;
      height: 40px;
    }
    .search,
    .check,
    select {
      height: 40px;
    }
    .search input {
      font-size: 16px;
    }
  }
`;
