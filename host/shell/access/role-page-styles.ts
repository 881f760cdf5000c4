import { css, type CSSResult } from 'lit';

/** A title bar with tabs, notices, one part that takes the rest, and a bar below while something is unsaved. */
export const rolePageStyles: CSSResult = css`
  .crumbs {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .crumbs a {
    text-decoration: none;
  }
  .crumbs a:hover {
    text-decoration: underline;
  }
  .tabs {
    display: flex;
    gap: 2px;
    align-self: stretch;
    margin-left: 8px;
    overflow: auto hidden;
  }
  .tabs a {
    display: flex;
    align-items: center;
    padding: 0 9px;
    color: var(--ts-fg-2);
    text-decoration: none;
    font-weight: 500;
    white-space: nowrap;
    border-bottom: 2px solid transparent;
  }
  .tabs a.on {
    color: var(--ts-fg);
    border-color: var(--ts-fg);
  }
  .notice,
  .wrong {
    padding: 12px 16px;
  }
  .note {
    display: flex;
    align-items: center;
    gap: 8px;
    background: var(--ts-bg-active);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: none;
    padding: 8px 16px;
    border-top: 1px solid var(--ts-line);
    background: var(--ts-bg-raised);
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  @media (max-width: 759px) {
    .title-bar {
      flex-wrap: wrap;
      height: auto;
      padding: 12px 16px 0;
    }
    .title-bar h1 {
      flex: 1;
    }
    .tabs {
      flex: 1 0 100%;
      height: 44px;
      margin: 0 -8px;
    }
    .bar {
      flex-wrap: wrap;
      padding: 8px 16px 12px;
    }
    .bar .grow {
      flex-basis: 100%;
    }
  }
`;
