import { css, type CSSResult } from 'lit';

/** Cards below each other, and tables in them. */
export const privacyStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    height: 36px;
    padding: 6px 12px 6px 0;
    border-bottom: 1px solid var(--ts-line);
    text-align: start;
    vertical-align: top;
    font-weight: 400;
    overflow-wrap: break-word;
  }
  thead th {
    white-space: nowrap;
    height: 28px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  tbody th {
    font-weight: 500;
  }
  tbody th {
    overflow-wrap: anywhere;
  }
  th.end,
  td.end {
    text-align: end;
  }
  .small {
    display: block;
    font-size: 12px;
    line-height: 16px;
  }
  h3 {
    font-size: 13px;
    font-weight: 600;
  }
  ul.plain {
    display: grid;
    gap: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ul.plain > li {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 40px;
    border-bottom: 1px solid var(--ts-line);
  }
  ul.plain > li:last-child {
    border: 0;
  }
  .note {
    display: flex;
    gap: 8px;
    padding: 10px 12px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-active);
  }
  .note svg {
    margin-top: 3px;
  }
  .back {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    justify-self: start;
    color: var(--ts-fg-2);
    text-decoration: none;
  }
  .back:hover {
    text-decoration: underline;
  }
  input[type='checkbox'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--ts-accent);
  }
  textarea {
    width: 100%;
    min-height: 60px;
    padding: 6px 10px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
    resize: vertical;
  }
  textarea:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  @media (max-width: 759px) {
    .wide {
      display: none;
    }
    .actions {
      flex-wrap: wrap;
    }
  }
`;
