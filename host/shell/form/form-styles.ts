import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The drawer: at the right, as high as the window; the whole of a phone. */
export const formStyles: CSSResult = css`
  dialog {
    position: fixed;
    inset: 8px 8px 8px auto;
    width: min(480px, calc(100vw - 16px));
    height: auto;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: var(--ts-radius-l);
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    box-shadow: var(--ts-shadow-3);
    overflow: hidden;
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
  }
  form {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header,
  footer {
    display: flex;
    align-items: center;
    gap: 8px;
    flex: none;
    padding: 0 16px;
  }
  header {
    height: 48px;
    padding-right: 10px;
    border-bottom: 1px solid var(--ts-line);
    color: var(--ts-fg-2);
  }
  footer {
    min-height: 52px;
    border-top: 1px solid var(--ts-line);
    padding: 8px 16px;
    flex-wrap: wrap;
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    color: var(--ts-fg);
  }
  h3 {
    margin: 0;
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
    color: var(--ts-fg-2);
  }
  .fields {
    flex: 1;
    overflow: auto;
    padding: 16px;
    display: grid;
    gap: 24px;
    align-content: start;
  }
  section {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .grow {
    flex: 1;
  }
  .banner {
    display: flex;
    gap: 8px;
    margin: 0;
    padding: 9px 12px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-danger);
    background: light-dark(oklch(0.965 0.02 28), oklch(0.28 0.05 28));
  }
  .btn.danger {
    color: var(--ts-on-accent);
    background: var(--ts-danger);
    border-color: transparent;
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: arrive 140ms ease-out;
    }
  }
  @keyframes arrive {
    from {
      translate: 24px 0;
      opacity: 0;
    }
  }
  @media (max-width: 759px) {
    dialog {
      inset: 0;
      width: 100vw;
      height: 100dvh;
      max-width: none;
      border-radius: 0;
    }
    kbd {
      display: none;
    }
    .btn {
      height: 40px;
    }
  }
`;
