import { css } from 'lit';
import type { CSSResult } from 'lit';

export const savedViewTabsStyles: CSSResult = css`
  :host {
    display: block;
    flex: 1;
    min-width: 0;
  }
  nav {
    display: flex;
    align-items: center;
    min-width: 0;
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    flex: 0 1 auto;
    height: 44px;
    min-width: 0;
    margin: 0;
    padding: 0;
    overflow: hidden;
    list-style: none;
  }
  li {
    height: 44px;
  }
  li.hidden {
    visibility: hidden;
  }
  a:not(.line) {
    position: relative;
    display: flex;
    align-items: center;
    gap: 6px;
    height: 44px;
    max-width: 220px;
    padding: 0 9px;
    color: var(--ts-fg-2);
    text-decoration: none;
    font-weight: 500;
  }
  a:not(.line):hover {
    color: var(--ts-fg);
  }
  a:not(.line):focus-visible {
    outline-offset: -4px;
  }
  a[aria-current='page']:not(.line) {
    color: var(--ts-fg);
  }
  a[aria-current='page']:not(.line)::after,
  .more.on::after {
    content: '';
    position: absolute;
    inset: auto 6px 0;
    height: 2px;
    border-radius: 1px;
    background: var(--ts-fg);
  }
  .more {
    position: relative;
    align-items: center;
    height: 44px;
    max-width: 180px;
  }
  .menu .ell {
    max-width: 260px;
  }
  @media (max-width: 759px) {
    .menu .ell {
      max-width: none;
    }
  }
`;
