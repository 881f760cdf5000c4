import { css, type CSSResult } from 'lit';

/** The desk: the sidebar on it, and one panel with the page. */
export const frameStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    height: 100dvh;
    background: var(--ts-bg-app);
  }
  ts-sidebar {
    width: 228px;
  }
  ts-sidebar[folded] {
    width: 52px;
  }
  main {
    display: flex;
    flex-direction: column;
    margin: 8px 8px 8px 0;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg);
    box-shadow: var(--ts-shadow-1);
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    outline: 0;
  }
  main > * {
    flex: 1;
    min-height: 0;
  }
  ts-mobile-navigation {
    display: none;
  }
  .skip {
    position: fixed;
    top: 8px;
    left: 8px;
    z-index: 10;
    translate: 0 -60px;
  }
  .skip:focus {
    translate: 0 0;
  }
  .missing {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 24px;
    text-align: center;
  }
  .missing h1 {
    font-size: 15px;
    font-weight: 600;
  }
  .missing .btn {
    margin-top: 8px;
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
  @media (max-width: 759px) {
    :host {
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    ts-sidebar {
      display: none;
    }
    ts-mobile-navigation {
      display: block;
    }
    main {
      margin: 0;
      border: 0;
      border-radius: 0;
      box-shadow: none;
    }
  }
`;
