import { css, type CSSResult } from 'lit';

/** Pages before sign-in: one card on the desk. */
export const doorStyles: CSSResult = css`
  :host {
    display: block;
    min-height: 100dvh;
    background: var(--ts-bg-app);
  }
  main {
    min-height: 100dvh;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 16px;
    padding: 24px 16px;
  }
  form {
    display: grid;
    gap: 14px;
    width: min(380px, calc(100vw - 32px));
    padding: 28px;
    border: 1px solid var(--ts-line);
    border-radius: 14px;
    background: var(--ts-bg);
    box-shadow: var(--ts-shadow-1);
  }
  .logo {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    border-radius: 8px;
    background: var(--ts-accent);
    color: var(--ts-on-accent);
    font-size: 16px;
    font-weight: 600;
  }
  h1 {
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.015em;
  }
  h1 + .mut {
    margin-top: -8px;
  }
  .field {
    display: grid;
    gap: 4px;
  }
  label {
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  input,
  select {
    width: 100%;
    height: 34px;
    padding: 0 10px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
    color: var(--ts-fg);
    font: inherit;
  }
  input:focus-visible,
  select:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  input[aria-invalid='true'] {
    border-color: var(--ts-danger);
  }
  small {
    font-size: 12px;
    line-height: 16px;
  }
  .wrong {
    color: var(--ts-danger);
  }
  .banner {
    padding: 8px 10px;
    border-radius: var(--ts-radius-m);
    background: light-dark(oklch(0.96 0.025 28), oklch(0.3 0.06 28));
    color: light-dark(oklch(0.42 0.15 28), oklch(0.9 0.06 28));
  }
  .btn {
    height: 36px;
    margin-top: 4px;
  }
  .languages {
    display: flex;
    gap: 4px;
  }
  .languages button {
    padding: 4px 10px;
    border-radius: var(--ts-radius-m);
    color: var(--ts-fg-2);
  }
  .languages button[aria-pressed='true'] {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  @media (pointer: coarse) {
    input,
    select,
    .btn {
      height: 44px;
      font-size: 16px;
    }
  }
  .notice {
    padding: 8px 10px;
    border-radius: var(--ts-radius-m);
    background: var(--ts-accent-soft);
  }
  .or {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: 12px;
    color: var(--ts-fg-2);
  }
  .or::before,
  .or::after {
    content: '';
    flex: 1;
    height: 1px;
    background: var(--ts-line);
  }
  a.btn {
    margin-top: 0;
  }
  .aside {
    justify-self: start;
    min-height: 24px;
    padding: 2px 0;
    color: var(--ts-fg-2);
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-color: var(--ts-line-strong);
  }
  .aside:hover {
    color: var(--ts-fg);
  }
  input.code {
    font-size: 18px;
    letter-spacing: 0.12em;
    font-variant-numeric: tabular-nums;
  }
`;
