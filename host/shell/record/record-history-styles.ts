import { css, type CSSResult } from 'lit';

/** What a history has beside the line of events. */
export const historyStyles: CSSResult = css`
  .kind {
    padding: 0 5px;
    border-radius: var(--ts-radius-s);
    background: var(--ts-bg-active);
    color: var(--ts-fg-2);
    font-size: 11px;
    font-weight: 500;
  }
  .reason {
    display: flex;
    gap: 6px;
    align-items: baseline;
    margin: 4px 0 0;
    color: var(--ts-fg-2);
    overflow-wrap: anywhere;
  }
  .reason svg {
    translate: 0 2px;
  }
  .changes {
    grid-template-columns: auto minmax(0, 1fr) auto;
  }
  .back {
    height: 24px;
    padding: 0 7px;
    font-size: 12px;
  }
  .tools {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: 6px;
  }
  .locked {
    font-size: 12px;
  }
  .more {
    margin-top: 8px;
  }
  @media (pointer: coarse) {
    .back {
      height: 40px;
    }
  }
  @media (max-width: 759px) {
    .line {
      flex-wrap: wrap;
    }
    .changes {
      grid-template-columns: minmax(0, 1fr) auto;
      row-gap: 2px;
    }
    .changes dt {
      grid-column: 1 / -1;
      padding-top: 4px;
    }
  }
`;
