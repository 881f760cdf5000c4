import { css } from 'lit';
import type { CSSResult } from 'lit';

/** How the kit's fields look here: full width, 13 px, 30 px high, more where the pointer is a finger. */
export const fieldInputStyles: CSSResult = css`
  vaadin-text-field,
  vaadin-text-area,
  vaadin-email-field,
  vaadin-select,
  vaadin-combo-box,
  vaadin-multi-select-combo-box,
  vaadin-date-picker,
  vaadin-date-time-picker {
    width: 100%;
    min-width: 0;
    font-size: 13px;
    --vaadin-field-default-width: 100%;
    --vaadin-input-field-padding: 4px 8px;
    --vaadin-input-field-label-font-size: 12px;
    --vaadin-input-field-label-font-weight: 500;
    --vaadin-input-field-label-color: var(--ts-fg-2);
    --vaadin-input-field-error-font-size: 12px;
    --vaadin-input-field-helper-font-size: 12px;
    --vaadin-input-field-error-color: var(--ts-danger);
    --vaadin-input-field-required-indicator-color: var(--ts-danger);
  }
  vaadin-text-area {
    min-height: 64px;
  }
  /* Lists of choices stand in an overlay, which resets what it would inherit. */
  vaadin-combo-box-item,
  vaadin-multi-select-combo-box-item {
    font: 400 13px/20px var(--ts-font);
    min-height: 30px;
  }
  .ts-pick {
    display: flex;
    gap: 8px;
    align-items: center;
    min-width: 0;
  }
  .ts-pick-text {
    display: grid;
    min-width: 0;
  }
  .ts-pick-text small {
    color: var(--ts-fg-2);
    font-size: 12px;
  }
  @media (pointer: coarse) {
    vaadin-text-field,
    vaadin-email-field,
    vaadin-select,
    vaadin-combo-box,
    vaadin-multi-select-combo-box,
    vaadin-date-picker,
    vaadin-date-time-picker {
      --vaadin-input-field-padding: 9px 10px;
      font-size: 16px;
    }
  }
`;
