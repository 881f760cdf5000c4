import { css } from 'lit';
import type { CSSResult } from 'lit';

/** What the parts of the filter share: lists to choose from, small buttons side by side, plain inputs. */
export const filterStyles: CSSResult = css`
  .label {
    display: block;
    margin-bottom: 4px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .find {
    display: flex;
    align-items: center;
    gap: 6px;
    height: 30px;
    padding: 0 8px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg-2);
  }
  .find:focus-within {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .find input {
    flex: 1;
    min-width: 0;
    border: 0;
    outline: 0;
    background: none;
    font: inherit;
    color: var(--ts-fg);
  }
  .find input::placeholder {
    color: var(--ts-fg-3);
    opacity: 1;
  }
  .list {
    margin: 4px -6px 0;
    padding: 0 2px;
    max-height: 264px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .group {
    padding: 8px 8px 2px;
    font-size: 11px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 30px;
    padding: 0 8px;
    border-radius: var(--ts-radius-m);
    cursor: pointer;
  }
  .option > svg {
    color: var(--ts-fg-2);
  }
  .option:hover {
    background: var(--ts-bg-hover);
  }
  .option.on {
    background: var(--ts-bg-active);
  }
  .none {
    padding: 8px;
    color: var(--ts-fg-2);
  }
  select,
  input.number {
    width: 100%;
    height: 30px;
    padding: 0 8px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
  }
  select:focus-visible,
  input.number:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .pills {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 4px;
  }
  .pill {
    min-height: 28px;
    padding: 2px 6px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    font-size: 12px;
    line-height: 16px;
  }
  .pill:hover {
    background: var(--ts-bg-hover);
  }
  .pill[aria-pressed='true'] {
    border-color: var(--ts-accent);
    background: var(--ts-accent-soft);
    color: var(--ts-accent-strong);
    font-weight: 500;
  }
  .side {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .side > * {
    flex: 1;
    min-width: 0;
  }
  .side > .fixed {
    flex: none;
  }
  @media (pointer: coarse) {
    .find,
    select,
    input.number {
      height: 40px;
      font-size: 16px;
    }
    .find input {
      font-size: 16px;
    }
    .option,
    .pill {
      min-height: 40px;
    }
  }
`;
