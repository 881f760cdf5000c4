import { css, type CSSResult } from 'lit';

/** What the pages of plugins share: emblems, switches, lists of names, SQL. */
export const pluginStyles: CSSResult = css`
  .names {
    flex: 1;
    min-width: 0;
  }
  .names p {
    font-size: 12px;
  }
  .emblem {
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    border-radius: 9px;
    background: var(--ts-accent-soft);
    color: var(--ts-accent);
  }
  .note {
    padding: 10px 12px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-active);
  }
  .note.bad {
    color: var(--ts-danger);
  }
  dl.facts {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 6px 16px;
    margin: 0;
  }
  dl.facts dt {
    color: var(--ts-fg-2);
  }
  dl.facts dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  ul.plain,
  ol.plain {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  code {
    font: 12px/18px var(--ts-font-mono, ui-monospace, monospace);
    overflow-wrap: anywhere;
  }
  pre {
    margin: 0;
    padding: 10px 12px;
    max-height: 320px;
    overflow: auto;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-app);
    font: 12px/18px var(--ts-font-mono, ui-monospace, monospace);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  summary {
    cursor: pointer;
    font-weight: 500;
  }
  details > :not(summary) {
    margin-top: 8px;
  }
  dialog[open] {
    display: grid;
    gap: 12px;
    max-height: min(640px, calc(100dvh - 48px));
    overflow: auto;
  }
  dialog .actions {
    flex-direction: row-reverse;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 12px;
  }
  th,
  td {
    padding: 6px 8px 6px 0;
    border-bottom: 1px solid var(--ts-line);
    text-align: start;
    vertical-align: top;
  }
  th {
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  td.end,
  th.end {
    text-align: end;
    padding: 6px 0 6px 12px;
    white-space: nowrap;
  }
`;
