import type { FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Machine } from './board-machines.ts';
import { NO_VALUE } from './board-lanes.ts';
import type { Lane } from './board-lanes.ts';
import type { BoardModel } from './board-model.ts';
import { tag } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';

export interface BoardHead {
  readonly fields: readonly FieldMeta[];
  readonly by: FieldMeta;
  readonly machines: readonly Machine[];
  readonly within: string | null | undefined;
  /** Label of the field that the machines are values of. */
  readonly withinLabel: string;
  readonly chooseBy: (name: string) => void;
  readonly chooseWithin: (id: string) => void;
}

/** What the board is by; nothing where there is no choice. */
export function boardHead(head: BoardHead, view: FieldView): TemplateResult | typeof nothing {
  const { fields, by, machines, within } = head;
  if (fields.length < 2 && machines.length < 2) return nothing;
  const number = new Intl.NumberFormat(view.locale);
  return html`<div class="head">
    ${
      fields.length > 1
        ? picker(
            view.t('board.by'),
            fields.map(({ name, label }) => [name, view.localized(label)]),
            by.name,
            head.chooseBy,
          )
        : nothing
    }
    ${
      machines.length > 1
        ? picker(
            head.withinLabel,
            machines.map(({ id, title, count }) => [
              id ?? NO_VALUE,
              `${title} (${number.format(count)})`,
            ]),
            within ?? NO_VALUE,
            head.chooseWithin,
          )
        : nothing
    }
  </div>`;
}

function picker(
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<label class="picker">
    <span>${label}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options.map(
        ([value, text]) =>
          html`<option value=${value} .selected=${value === chosen}>${text}</option>`,
      )}
    </select>
  </label>`;
}

/** The columns by name, for a screen that shows one at a time. */
export function laneSwitcher(
  model: BoardModel,
  shown: string,
  view: FieldView,
  show: (lane: Lane) => void,
): TemplateResult {
  const number = new Intl.NumberFormat(view.locale);
  return html`<nav class="switcher" aria-label=${view.t('board.lanes')}>
    ${model.lanes.map(
      (lane) =>
        html`<button
          data-lane=${lane.key}
          aria-current=${lane.key === shown ? 'true' : 'false'}
          @click=${() => show(lane)}
        >
          ${tag(lane.label, lane.hue)}
          <span class="num">${number.format(model.summary(lane.key).count)}</span>
        </button>`,
    )}
  </nav>`;
}

/** Columns to come. */
export function boardSkeleton(view: FieldView): TemplateResult {
  return html`<div class="lanes skeleton" role="status" aria-label=${view.t('list.loading')}>
    ${[3, 4, 2, 1].map(
      (count) =>
        html`<div class="ghost">
          <span class="bone" style="width:40%"></span>
          ${Array.from({ length: count }, () => html`<div class="blank"><span class="bone" style="width:62%"></span><span class="bone" style="width:40%"></span></div>`)}
        </div>`,
    )}
  </div>`;
}
