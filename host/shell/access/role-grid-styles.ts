import { css, type CSSResultGroup } from 'lit';
import { pillStyles } from './role-pill.ts';

/** A table whose head and first column stay. */
export const gridStyles: CSSResultGroup = [
  pillStyles,
  css`
    :host {
      display: block;
    }
    table {
      border-collapse: separate;
      border-spacing: 0;
      min-width: 100%;
    }
    th,
    td {
      height: 36px;
      padding: 0 6px;
      border-bottom: 1px solid var(--ts-line);
      background: var(--ts-bg);
      text-align: start;
      font-weight: 400;
      white-space: nowrap;
    }
    thead th {
      position: sticky;
      top: 0;
      z-index: 2;
      height: 32px;
      padding: 0 12px;
      font-size: 12px;
      font-weight: 500;
      color: var(--ts-fg-2);
    }
    th.name {
      position: sticky;
      left: 0;
      z-index: 1;
      width: 220px;
      min-width: 180px;
      max-width: 240px;
      padding: 0 8px 0 16px;
      border-right: 1px solid var(--ts-line);
    }
    thead th.name {
      z-index: 3;
    }
    tr.entity th.name {
      padding-left: 38px;
    }
    tr.plugin > *,
    tr.all > * {
      background: var(--ts-bg-app);
      font-weight: 500;
    }
    .grow {
      flex: 1;
    }
    .fold {
      display: flex;
      align-items: center;
      gap: 6px;
      min-width: 0;
      min-height: 28px;
      font-weight: 500;
    }
    .back {
      display: grid;
      place-items: center;
      flex: none;
      width: 24px;
      height: 24px;
      border-radius: var(--ts-radius-m);
      color: var(--ts-fg-2);
    }
    .back:hover,
    .cell:hover {
      background: var(--ts-bg-hover);
    }
    .cell {
      display: flex;
      align-items: center;
      gap: 5px;
      width: 100%;
      min-width: 84px;
      max-width: 260px;
      height: 30px;
      padding: 0 4px;
      border-radius: var(--ts-radius-m);
    }
    .verb {
      font-size: 12px;
      color: var(--ts-fg-2);
    }
    .from {
      color: var(--ts-fg-3);
    }
  `,
];
