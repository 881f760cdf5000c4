import { css, type CSSResult } from 'lit';

/** Tables of sessions and tokens: rows on a desk, cards on a phone. */
export const accessTableStyles: CSSResult = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .head h2 {
    flex: 1;
  }
  .head input {
    width: 220px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    height: 40px;
    padding: 6px 12px 6px 0;
    border-bottom: 1px solid var(--ts-line);
    text-align: start;
    vertical-align: middle;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  thead th {
    height: 28px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  td:last-child {
    padding-right: 0;
    text-align: end;
    white-space: nowrap;
  }
  a.link {
    display: inline-block;
    padding: 2px 0;
  }
  .more {
    justify-self: center;
  }
  @media (max-width: 759px) {
    .head input {
      flex: 1 0 100%;
    }
    thead {
      display: none;
    }
    tbody,
    tr,
    th,
    td {
      display: block;
    }
    tr {
      padding: 8px 0;
      border-bottom: 1px solid var(--ts-line);
    }
    th,
    td {
      height: auto;
      padding: 2px 0;
      border: 0;
    }
    td:last-child {
      text-align: start;
    }
  }
`;
