import { css } from 'lit';
import type { CSSResult } from 'lit';

export const recordPageStyles: CSSResult = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-height: 0;
    min-width: 0;
    background: var(--ts-bg);
  }
  .crumbs {
    display: flex;
    gap: 8px;
    align-items: center;
    height: 44px;
    flex: none;
    padding: 0 16px;
    border-bottom: 1px solid var(--ts-line);
    font-weight: 600;
  }
  .crumbs svg {
    color: var(--ts-fg-2);
  }
  .crumbs .here {
    flex: 1;
  }
  .crumbs .btn + .btn {
    margin-left: -4px;
  }
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 360px;
    flex: 1;
    min-height: 0;
  }
  main {
    overflow: auto;
    min-width: 0;
  }
  aside {
    border-left: 1px solid var(--ts-line);
    overflow: auto;
    padding: 14px 16px;
  }
  .waiting {
    display: grid;
    gap: 16px;
    padding: 62px 28px;
  }
  @media (max-width: 1100px) {
    .page {
      grid-template-columns: minmax(0, 1fr) 300px;
    }
  }
  @media (max-width: 759px) {
    .page {
      display: block;
      overflow: auto;
    }
    main,
    aside {
      overflow: visible;
    }
    aside {
      border-left: 0;
      border-top: 1px solid var(--ts-line);
    }
  }
`;
