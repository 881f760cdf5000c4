import { css, type CSSResult } from 'lit';

/** The card with the example data. */
export const sampleDataStyles: CSSResult = css`
  :host {
    display: block;
  }
  .card {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 12px;
    padding: 16px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg);
  }
  .emblem {
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg-active);
    color: var(--ts-fg-2);
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    padding-right: 28px;
  }
  .text {
    display: grid;
    gap: 6px;
    min-width: 0;
  }
  .text p {
    color: var(--ts-fg-2);
    max-width: 68ch;
  }
  .text p.wrong {
    color: var(--ts-danger);
  }
  .actions {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  .hide {
    position: absolute;
    top: 8px;
    right: 8px;
  }
  ul {
    list-style: none;
    margin: 4px 0 0;
    padding: 0;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .kept {
    display: grid;
    gap: 4px;
  }
  .kept li {
    overflow-wrap: anywhere;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-top: 4px;
  }
  progress {
    appearance: none;
    flex: 1;
    max-width: 360px;
    height: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--ts-bg-active);
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
  @media (max-width: 559px) {
    .card {
      grid-template-columns: minmax(0, 1fr);
    }
    .emblem {
      display: none;
    }
    .actions {
      grid-column: 1;
    }
    .actions .btn {
      flex: 1;
    }
  }
`;
