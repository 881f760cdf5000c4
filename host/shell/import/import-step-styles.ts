import { css, type CSSResult } from 'lit';

/** The four steps of an import, over the one that is shown. */
export const importStepStyles: CSSResult = css`
  .steps {
    display: flex;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .steps li {
    display: flex;
    gap: 8px;
    align-items: center;
    flex: 1;
    padding: 8px 0;
    border-top: 2px solid var(--ts-line);
    color: var(--ts-fg-2);
    font-weight: 500;
  }
  .steps .done {
    border-color: var(--ts-accent);
  }
  .steps [aria-current='step'] {
    border-color: var(--ts-accent);
    color: var(--ts-fg);
  }
  .dot {
    display: grid;
    place-items: center;
    width: 20px;
    height: 20px;
    flex: none;
    border-radius: 50%;
    background: var(--ts-bg-active);
    font-size: 11px;
    color: var(--ts-fg);
  }
  @media (max-width: 759px) {
    .steps li:not([aria-current='step']) .word {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    .steps [aria-current='step'] {
      flex: 3;
    }
  }
`;
