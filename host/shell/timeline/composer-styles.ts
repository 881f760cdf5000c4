import { css } from 'lit';
import type { CSSResult } from 'lit';

/** The box to write a short record in. */
export const composerStyles: CSSResult = css`
  .box {
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-l);
    box-shadow: var(--ts-shadow-1);
    background: var(--ts-bg-raised);
  }
  .box:focus-within {
    border-color: var(--ts-accent);
  }
  textarea {
    display: block;
    width: 100%;
    border: 0;
    outline: 0;
    background: none;
    font: inherit;
    color: inherit;
    padding: 10px 12px 4px;
    resize: none;
    field-sizing: content;
    min-height: 44px;
    max-height: 240px;
  }
  textarea::placeholder {
    color: var(--ts-fg-3);
    opacity: 1;
  }
  .bar {
    display: flex;
    gap: 6px;
    align-items: center;
    padding: 4px 6px 6px;
    flex-wrap: wrap;
  }
  .grow {
    flex: 1;
  }
  .kinds {
    display: flex;
    gap: 2px;
    flex-wrap: wrap;
  }
  .kinds [aria-checked='true'] {
    background: var(--ts-accent-soft);
    color: var(--ts-accent);
  }
  .problem {
    margin: 0;
    padding: 0 12px;
    color: var(--ts-danger);
    font-size: 12px;
  }
  @media (max-width: 759px) {
    kbd {
      display: none;
    }
    .kinds {
      flex: 1 0 100%;
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .bar .btn {
      flex: none;
    }
    textarea {
      font-size: 16px;
    }
  }
`;
