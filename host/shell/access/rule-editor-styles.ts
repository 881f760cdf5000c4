import { css, type CSSResult } from 'lit';

export const ruleEditorStyles: CSSResult = css`
  header {
    padding: 12px 20px;
  }
  .tree {
    padding: 10px 12px;
    border: 1px solid var(--ts-line);
    border-radius: var(--ts-radius-m);
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-size: 12px;
    font-weight: 500;
    color: var(--ts-fg-2);
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 26px;
  }
  .check input {
    margin: 0;
    accent-color: var(--ts-accent);
  }
  .wrong:empty {
    display: none;
  }
  @media (max-width: 759px) {
    .check {
      min-height: 40px;
    }
  }
`;
