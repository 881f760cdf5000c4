import { css } from 'lit';
import type { CSSResult } from 'lit';

/** Groups as boxes within boxes, conditions as sentences in them. */
export const treeStyles: CSSResult = css`
  :host {
    display: block;
  }
  .group-box {
    display: grid;
    gap: 6px;
    min-width: 0;
  }
  .inner {
    padding: 8px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-hover);
  }
  .nodes {
    display: grid;
    gap: 6px;
    min-width: 0;
  }
  .nodes:empty {
    display: none;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .head svg {
    color: var(--ts-fg-2);
  }
  .key {
    font-weight: 500;
  }
  select.join {
    width: auto;
    max-width: 100%;
    height: 28px;
    font-size: 12px;
    font-weight: 500;
  }
  .row-box {
    min-width: 0;
  }
  .row-box.open {
    display: grid;
    gap: 10px;
    padding: 10px;
    border: 1px solid var(--ts-accent);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
  }
  .sentence {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    min-height: 30px;
    padding: 0 8px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
    font-size: 12px;
    text-align: left;
  }
  .sentence > svg {
    color: var(--ts-fg-2);
  }
  .sentence .op {
    flex: none;
  }
  .sentence ts-filter-chip-value {
    min-width: 0;
  }
  button.sentence:hover {
    border-color: var(--ts-line-strong);
  }
  .dormant {
    border-style: dashed;
    border-color: var(--ts-line-strong);
    color: var(--ts-fg-2);
  }
  .tools {
    display: flex;
    flex: none;
    margin-left: auto;
  }
  .tools .btn {
    width: 26px;
    height: 28px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .foot .btn {
    height: 28px;
    padding: 0 6px;
    font-size: 12px;
  }
  .end {
    justify-content: flex-end;
  }
  .end > * {
    flex: none;
  }
  @media (max-width: 759px) {
    .sentence {
      flex-wrap: wrap;
      gap: 2px 6px;
      padding: 4px 8px;
    }
  }
  @media (pointer: coarse) {
    select.join,
    .tools .btn,
    .foot .btn {
      height: 40px;
    }
    .tools .btn {
      width: 36px;
    }
    .sentence {
      min-height: 40px;
    }
  }
`;
