import { css, type CSSResult } from 'lit';

/** What the steps of an import share. */
export const importStyles: CSSResult = css`
  :host {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  .bar {
    height: 6px;
    border-radius: 3px;
    background: var(--ts-bg-active);
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    background: var(--ts-accent);
    transition: width 160ms ease-out;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(112px, 1fr));
    gap: 8px;
    margin: 0;
  }
  .tiles div {
    display: flex;
    flex-direction: column-reverse;
    padding: 10px 12px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
  }
  .tiles dt {
    font-size: 12px;
    color: var(--ts-fg-2);
  }
  .tiles dd {
    margin: 0;
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.015em;
    font-variant-numeric: tabular-nums;
  }
  .tiles .bad dd {
    color: var(--ts-danger);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .grow {
    flex: 1;
  }
  .scroll {
    overflow: auto;
    max-height: 420px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    padding: 6px 10px;
    background: var(--ts-bg);
    font-size: 12px;
    font-weight: 500;
    text-align: start;
    color: var(--ts-fg-2);
    box-shadow: inset 0 -1px var(--ts-line);
  }
  td {
    padding: 7px 10px;
    border-top: 1px solid var(--ts-line);
    vertical-align: top;
    overflow-wrap: break-word;
  }
  td.num,
  th.num {
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .note {
    display: flex;
    gap: 8px;
    align-items: center;
    flex-wrap: wrap;
    padding: 8px 12px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-hover);
  }
  .note.bad {
    color: var(--ts-danger);
  }
`;
