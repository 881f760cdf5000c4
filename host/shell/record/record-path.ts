import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { referenceId } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { RecordNarrow } from './record-narrow.ts';
import { pathStepper, pathStepperStyles } from './record-path-stepper.ts';
import { entityOf } from '../field/field-template.ts';
import { seededTitle } from '../field/seeded-title.ts';
import { RecordClient } from './record-client.ts';
import { plainText } from '../field/field-plain.ts';

/**
 * The states that a record goes through, as a path, or as a stepper where it is narrow; choosing one asks to go there.
 *
 * @fires ts-state-chosen - with `{name, value}`: the field and the id of the state
 */
@customElement('ts-record-path')
export class RecordPath extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) record!: WireRecord;
  @property({ type: Boolean }) readonly = false;

  @state() private states: readonly WireRecord[] = [];

  readonly #screen = new RecordNarrow(this);
  #machine: string | null | undefined;

  override render(): TemplateResult | typeof nothing {
    const entity = entityOf(this.meta, this.field.target);
    if (!entity || this.states.length === 0) return nothing;
    const current = referenceId(this.record[this.field.name]);
    const at = this.states.findIndex(({ id }) => id === current);
    const titles = this.states.map((each) =>
      seededTitle(this.meta, entity.id, plainText(each[entity.title]), this.locale),
    );
    const label = this.localized(this.field.label);
    if (this.#screen.isNarrow)
      return pathStepper({
        label,
        steps: this.states.map(({ id }, index) => ({ id, title: titles[index] ?? '' })),
        at,
        isLost: this.states[at]?.['kind'] === 'lost',
        readonly: this.readonly,
        choose: (index) => this.#choose(this.states[index]!),
      });
    return html`<ol aria-label=${label}>
      ${this.states.map((each, index) => this.#step(each, index, at, titles[index] ?? ''))}
    </ol>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { within } = this.field;
    const machine = within ? referenceId(this.record[within]) : null;
    if (changed.has('field') || machine !== this.#machine) {
      this.#machine = machine;
      void this.#load(machine);
    }
  }

  /** On a narrow screen the path scrolls; where the record stands is in view. */
  protected override updated(): void {
    const list = this.renderRoot.querySelector('ol');
    const current = this.renderRoot.querySelector<HTMLElement>('.on');
    if (list && current) list.scrollLeft = current.offsetLeft - list.offsetLeft - 40;
  }

  async #load(machine: string | null): Promise<void> {
    const entity = entityOf(this.meta, this.field.target);
    if (!entity) return;
    const { within } = this.field;
    const filter = within && machine ? { [within]: machine } : undefined;
    try {
      const { records } = await new RecordClient(this.api, entity).list({
        filter,
        sort: { field: 'order', direction: 'asc' },
        start: 0,
        end: 50,
      });
      if (machine === this.#machine) this.states = records;
    } catch {
      this.states = [];
    }
  }

  #step(each: WireRecord, index: number, at: number, title: string): TemplateResult {
    const isCurrent = index === at;
    const isLost = each['kind'] === 'lost' && isCurrent;
    const isPassed = index < at && this.states[at]?.['kind'] !== 'lost';
    const classes = [isCurrent ? 'on' : '', isPassed ? 'passed' : '', isLost ? 'lost' : '']
      .join(' ')
      .trim();
    return html`<li>
      <button
        class=${classes}
        aria-current=${isCurrent ? 'step' : 'false'}
        ?disabled=${this.readonly || isCurrent}
        title=${title}
        @click=${() => this.#choose(each)}
      >
        ${isPassed ? icon('check', 12) : nothing}<span class="ell">${title}</span>
      </button>
    </li>`;
  }

  #choose(each: WireRecord): void {
    const value = {
      ...each,
      title: plainText(each[entityOf(this.meta, this.field.target)?.title ?? 'name']),
      entity: this.field.target,
    };
    this.dispatchEvent(
      new CustomEvent('ts-state-chosen', { detail: { name: this.field.name, value } }),
    );
  }

  static override styles = [
    TesseraElement.styles,
    pathStepperStyles,
    css`
      ol {
        display: flex;
        gap: 3px;
        margin: 14px 0 0;
        padding: 0;
        list-style: none;
        overflow-x: auto;
        scrollbar-width: none;
      }
      li {
        flex: 1;
        min-width: max-content;
      }
      button {
        display: flex;
        gap: 4px;
        align-items: center;
        justify-content: center;
        width: 100%;
        height: 28px;
        padding: 0 14px;
        font-size: 12px;
        font-weight: 500;
        background: var(--ts-bg-active);
        color: var(--ts-fg-2);
        clip-path: polygon(
          0 0,
          calc(100% - 8px) 0,
          100% 50%,
          calc(100% - 8px) 100%,
          0 100%,
          8px 50%
        );
      }
      button:not(:disabled):hover {
        color: var(--ts-fg);
        background: light-dark(oklch(0.22 0.02 262 / 0.13), oklch(1 0 0 / 0.15));
      }
      button:disabled {
        cursor: default;
        opacity: 1;
      }
      .passed {
        background: var(--ts-accent-soft);
        color: var(--ts-accent);
      }
      .on,
      .on:not(:disabled):hover {
        background: var(--ts-accent);
        color: var(--ts-on-accent);
      }
      .on.lost {
        background: var(--ts-danger);
      }
      button:focus-visible {
        outline: 0;
        box-shadow: inset 0 0 0 2px var(--ts-fg);
      }
      @media (pointer: coarse) {
        button {
          height: 40px;
        }
      }
    `,
  ];
}
