import { icon } from '@tessera/sdk/ui';
import { css, html } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

/** One state of a path as a stepper shows it. */
export interface PathStep {
  readonly id: string;
  readonly title: string;
}

export interface PathStepper {
  /** Name of the field. */
  readonly label: string;
  readonly steps: readonly PathStep[];
  /** Place of the current state; -1 when the record is in none of them. */
  readonly at: number;
  readonly isLost: boolean;
  readonly readonly: boolean;
  readonly choose: (at: number) => void;
}

/** A path on a narrow screen: how far it is, and a select with the states by their names. */
export function pathStepper(path: PathStepper): TemplateResult {
  const { label, steps, at, isLost, readonly, choose } = path;
  const changed = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const chosen = select.selectedIndex - (at < 0 ? 1 : 0);
    // The record decides where it stands: what is refused is not shown as chosen.
    select.value = steps[at]?.id ?? '';
    if (chosen !== at) choose(chosen);
  };
  return html`<div class=${isLost ? 'stepper lost' : 'stepper'}>
    <span class="select">
      <select aria-label=${label} ?disabled=${readonly} @change=${changed}>
        ${at < 0 ? html`<option value="" .selected=${live(true)}></option>` : null}
        ${steps.map(({ id, title }, index) => html`<option value=${id} .selected=${live(index === at)}>${title}</option>`)}
      </select>
      ${icon('chevron-down', 16)}
    </span>
    <span class="bars" aria-hidden="true"
      >${steps.map((_, index) => html`<span class=${index <= at ? 'bar done' : 'bar'}></span>`)}</span
    >
  </div>`;
}

export const pathStepperStyles: CSSResult = css`
  .stepper {
    display: grid;
    gap: 6px;
    margin-top: 14px;
  }
  .select {
    position: relative;
    display: flex;
    align-items: center;
  }
  select {
    appearance: none;
    width: 100%;
    height: 40px;
    padding: 0 36px 0 12px;
    border: 1px solid var(--ts-line-strong);
    border-radius: var(--ts-radius-m);
    background: var(--ts-bg-raised);
    color: var(--ts-fg);
    font: inherit;
    font-size: 16px;
    font-weight: 500;
  }
  select:focus-visible {
    outline: 2px solid var(--ts-accent);
    outline-offset: 1px;
  }
  select:disabled {
    opacity: 1;
    color: var(--ts-fg-2);
  }
  .select svg {
    position: absolute;
    right: 12px;
    color: var(--ts-fg-2);
    pointer-events: none;
  }
  .bars {
    display: flex;
    gap: 3px;
  }
  .bar {
    flex: 1;
    height: 4px;
    border-radius: 2px;
    background: var(--ts-bg-active);
  }
  .bar.done {
    background: var(--ts-accent);
  }
  .lost .bar.done {
    background: var(--ts-danger);
  }
`;
