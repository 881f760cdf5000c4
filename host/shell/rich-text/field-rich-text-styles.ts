import { css } from 'lit';
import type { CSSResult } from 'lit';

/** How formatted text is set, while it is read and while it is written. */
export const richTextStyles: CSSResult = css`
  .prose {
    overflow-wrap: anywhere;
  }
  .prose > :first-child {
    margin-top: 0;
  }
  .prose > :last-child {
    margin-bottom: 0;
  }
  .prose p,
  .prose ul,
  .prose ol,
  .prose blockquote,
  .prose pre {
    margin: 0 0 8px;
  }
  .prose h1,
  .prose h2,
  .prose h3 {
    margin: 12px 0 6px;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  .prose h2,
  .prose h3 {
    font-size: 13px;
    line-height: 20px;
  }
  .prose ul,
  .prose ol {
    padding-left: 20px;
  }
  .prose li > p {
    margin: 0;
  }
  .prose a {
    color: var(--ts-accent);
    text-underline-offset: 2px;
  }
  .prose blockquote {
    padding-left: 10px;
    border-left: 2px solid var(--ts-line-strong);
    color: var(--ts-fg-2);
  }
  .prose pre,
  .prose code {
    font:
      12px/18px ui-monospace,
      monospace;
    border-radius: var(--ts-radius-s);
    background: var(--ts-bg-hover);
  }
  .prose pre {
    padding: 8px 10px;
    overflow: auto;
  }
`;
