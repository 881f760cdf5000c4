import { css } from 'lit';
import type { CSSResult } from 'lit';

/** What lists, pages and related tables share beside the base styles. */
export const recordStyles: CSSResult = css`
  .quiet {
    font-weight: 400;
  }
  .row.tags {
    gap: 4px;
    overflow: hidden;
  }
  .row.yes {
    gap: 4px;
  }
  a.row {
    display: inline-flex;
    gap: 7px;
    max-width: 100%;
  }
  .avatar.square {
    border-radius: 5px;
  }
  .tag {
    max-width: 100%;
  }
  .tag i {
    flex: none;
  }
  .title {
    font-weight: 500;
  }
  .state {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
    color: var(--ts-fg-2);
    flex: 1;
  }
  .state h2 {
    margin: 6px 0 0;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    color: var(--ts-fg);
  }
  .state p {
    margin: 0;
    max-width: 420px;
  }
  .state .actions {
    display: flex;
    gap: 8px;
    margin-top: 8px;
    flex-wrap: wrap;
    justify-content: center;
  }
  .emblem {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 12px;
    color: light-dark(oklch(0.45 0.13 var(--h, 262)), oklch(0.85 0.08 var(--h, 262)));
    background: light-dark(oklch(0.94 0.04 var(--h, 262)), oklch(0.32 0.06 var(--h, 262)));
  }
  .bone {
    display: block;
    height: 10px;
    border-radius: 5px;
    background: var(--ts-bg-active);
  }
  .skeleton {
    opacity: 0;
    animation: appear 1ms 150ms forwards;
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  .error-text {
    color: var(--ts-danger);
  }
`;
