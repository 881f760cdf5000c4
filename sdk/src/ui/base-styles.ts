import { css, type CSSResult } from 'lit';

/** Buttons, chips, tags, avatars and text classes. Colours and sizes are tokens (`--ts-*`), set by the theme. */
export const baseStyles: CSSResult = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    font: 400 13px/20px var(--ts-font);
    color: var(--ts-fg);
  }
  :host([hidden]) {
    display: none;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    letter-spacing: inherit;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  a {
    color: inherit;
  }
  button:focus-visible,
  a:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: 1px;
    border-radius: var(--ts-radius-m);
  }
  svg.ts-icon {
    flex: none;
    display: block;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: 28px;
    padding: 0 10px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
    box-shadow: var(--ts-shadow-1);
    font-weight: 500;
    color: var(--ts-fg);
    white-space: nowrap;
    text-decoration: none;
  }
  .btn:hover:not(:disabled) {
    background: var(--ts-bg-app);
  }
  .btn.ghost {
    border-color: transparent;
    box-shadow: none;
    background: none;
    color: var(--ts-fg-2);
  }
  .btn.ghost:hover:not(:disabled) {
    background: var(--ts-bg-hover);
    color: var(--ts-fg);
  }
  .btn.primary {
    background: var(--ts-accent);
    border-color: transparent;
    color: var(--ts-on-accent);
  }
  .btn.primary:hover:not(:disabled) {
    background: var(--ts-accent-strong);
  }
  .btn.danger {
    color: var(--ts-danger);
  }
  .btn.icon {
    width: 28px;
    padding: 0;
  }
  @media (pointer: coarse) {
    .btn {
      height: 40px;
    }
    .btn.icon {
      width: 40px;
    }
  }
  .chip {
    display: inline-flex;
    align-items: center;
    height: 26px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
    overflow: hidden;
    font-size: 12px;
    background: var(--ts-bg-raised);
    max-width: 100%;
  }
  .chip > * {
    padding: 0 7px;
    display: flex;
    gap: 5px;
    align-items: center;
    height: 100%;
  }
  .chip > * + * {
    border-left: 1px solid var(--ts-line);
  }
  .chip .k {
    font-weight: 500;
  }
  .chip .op {
    color: var(--ts-fg-2);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    height: 20px;
    padding: 0 7px 0 6px;
    border-radius: 5px;
    font-size: 12px;
    font-weight: 500;
    white-space: nowrap;
    color: light-dark(oklch(from var(--c) 0.42 c h), oklch(from var(--c) 0.86 calc(c * 0.8) h));
    background: light-dark(
      oklch(from var(--c) 0.955 calc(c * 0.22) h),
      oklch(from var(--c) 0.32 calc(c * 0.4) h)
    );
  }
  .tag i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--c);
  }
  .avatar {
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 18px;
    height: 18px;
    border-radius: 50%;
    font-size: 9px;
    font-weight: 600;
    color: light-dark(oklch(0.38 0.12 var(--h)), oklch(0.92 0.05 var(--h)));
    background: light-dark(oklch(0.92 0.05 var(--h)), oklch(0.4 0.08 var(--h)));
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .mut {
    color: var(--ts-fg-2);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
  }
  .ell {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .link {
    color: inherit;
    text-decoration: none;
    font-weight: 500;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
    text-decoration-color: var(--ts-line-strong);
  }
  kbd {
    font: 500 11px/18px var(--ts-font);
    color: var(--ts-fg-3);
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-s);
    padding: 0 5px;
    background: var(--ts-bg);
  }
  .visually-hidden {
    position: absolute;
    width: 1px !important;
    height: 1px !important;
    padding: 0 !important;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      transition: none !important;
    }
  }
`;
