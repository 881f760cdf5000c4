import { css, unsafeCSS, type CSSResult } from 'lit';

/** Widths that a widget can have in the grid of twelve columns. */
const WIDTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  .map((width) => `.w${width}{grid-column:span ${width}}`)
  .join('');

/** The home page: a grid of twelve columns, on phones of one. */
export const homeStyles: CSSResult = css`
  ${unsafeCSS(WIDTHS)}
  .name {
    font-weight: 600;
    color: var(--ts-fg);
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(12, minmax(0, 1fr));
    gap: 16px;
    align-items: start;
    max-width: 1080px;
    margin: 0 auto;
  }
  header,
  ts-sample-data,
  .steps,
  .empty {
    grid-column: 1 / -1;
  }
  .half {
    grid-column: span 6;
  }
  header h1 {
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.015em;
  }
  header h1:lang(zh),
  :host(:lang(zh)) header h1 {
    letter-spacing: 0;
  }
  .card {
    min-width: 0;
    align-self: stretch;
    align-content: start;
  }
  .card h2 {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .card h2 svg {
    color: var(--ts-fg-2);
  }
  .empty {
    justify-items: center;
    padding: 40px 16px;
    text-align: center;
  }
  .emblem {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 12px;
    background: var(--ts-bg-active);
    color: var(--ts-fg-2);
  }
  .head {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .head .btn {
    margin-left: auto;
  }
  progress {
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--ts-bg-active);
    accent-color: var(--ts-accent);
    overflow: hidden;
    appearance: none;
  }
  progress::-webkit-progress-bar {
    background: var(--ts-bg-active);
  }
  progress::-webkit-progress-value {
    background: var(--ts-accent);
  }
  progress::-moz-progress-bar {
    background: var(--ts-accent);
  }
  ul {
    margin: 0 -8px;
    padding: 0;
    list-style: none;
  }
  .steps li {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 0 0 0 8px;
  }
  .steps a {
    flex: 1;
    min-width: 0;
    display: grid;
    padding: 6px 4px;
    border-radius: var(--ts-radius-m);
    text-decoration: none;
  }
  .steps a:hover .what {
    text-decoration: underline;
  }
  .what {
    font-weight: 500;
  }
  .tick {
    color: var(--ts-fg-3);
  }
  .done .tick {
    color: var(--ts-success);
  }
  .done .what {
    color: var(--ts-fg-2);
    text-decoration: line-through;
  }
  .links a {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 32px;
    padding: 0 8px;
    border-radius: var(--ts-radius-m);
    text-decoration: none;
  }
  .links a:hover {
    background: var(--ts-bg-hover);
  }
  .links svg {
    color: var(--ts-fg-2);
  }
  .links.two {
    columns: 2;
    column-gap: 0;
  }
  .links.two li {
    break-inside: avoid;
  }
  .kind {
    margin-left: auto;
    white-space: nowrap;
  }
  @media (max-width: 1023px) {
    .widget {
      grid-column: 1 / -1;
    }
  }
  @media (max-width: 759px) {
    .grid > * {
      grid-column: 1 / -1;
    }
  }
  @media (pointer: coarse) {
    .links a {
      min-height: 44px;
    }
  }
`;
