import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The box of formatted text while it is written. */
export const richTextEditorStyles: CSSResult = css`
  :host {
    display: block;
  }
  .box {
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
  }
  .box:focus-within {
    outline: 2px solid var(--ts-accent);
    outline-offset: -1px;
  }
  .box.invalid {
    border-color: var(--ts-danger);
  }
  :host([bare]) .box {
    border: 0;
    outline: 0;
    background: none;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 3px;
    border-bottom: 1px solid var(--ts-line);
  }
  .tool {
    display: grid;
    place-items: center;
    width: 26px;
    height: 26px;
    border-radius: var(--ts-radius-s);
    color: var(--ts-fg-2);
  }
  .tool:hover {
    background: var(--ts-bg-hover);
  }
  .tool[aria-pressed='true'] {
    background: var(--ts-bg-active);
    color: var(--ts-fg);
  }
  .link {
    display: flex;
    gap: 6px;
    padding: 6px;
    border-bottom: 1px solid var(--ts-line);
  }
  .link input {
    flex: 1;
    min-width: 0;
    height: 28px;
    padding: 0 8px;
    font: inherit;
    color: inherit;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg);
  }
  .ProseMirror {
    min-height: 72px;
    max-height: 320px;
    overflow: auto;
    padding: 8px 10px;
    outline: 0;
    white-space: pre-wrap;
    word-wrap: break-word;
    font-variant-ligatures: none;
  }
  .prose .ProseMirror:focus-visible {
    outline: 0;
  }
  .ProseMirror > :first-child {
    margin-top: 0;
  }
  .ProseMirror.blank::before {
    content: attr(data-placeholder);
    float: left;
    height: 0;
    color: var(--ts-fg-3);
    pointer-events: none;
  }
  @media (pointer: coarse) {
    .tool {
      width: 40px;
      height: 40px;
    }
    .ProseMirror {
      font-size: 16px;
    }
  }
`;
