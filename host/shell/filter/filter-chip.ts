import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import './filter-chip-value.ts';
import type { BarChip } from './filter-chips.ts';
import type { ConditionPart } from './filter-condition-form.ts';
import { resolveField, resolveRelation } from './filter-field.ts';
import { countConditions } from './filter-node.ts';
import type { FilterCondition, FilterRelated } from './filter-node.ts';
import { choiceOf, operatorText } from './filter-operator.ts';

/** What a chip is drawn with, and what it can have done. */
export interface ChipActions {
  readonly view: FieldView;
  readonly isOpen: (at: number) => boolean;
  readonly edit: (event: Event, at: number, part: ConditionPart) => void;
  readonly openPanel: (event: Event) => void;
  readonly remove: () => void;
}

/** A chip: each of its parts opens the form, or the panel, at it. */
export function filterChip(
  chip: BarChip,
  entity: EntityMeta,
  actions: ChipActions,
): TemplateResult {
  const { t } = actions.view;
  if (chip.kind === 'advanced') {
    const words = t('filter.advanced.count', { count: chip.count });
    return frame(t('filter.advanced'), panelPart(words, 'list-tree', actions), actions);
  }
  const { node } = chip;
  if (node.kind === 'condition') return conditionChip(node, chip.at, entity, actions);
  if (node.kind === 'related') return relatedChip(node, entity, actions);
  return dormantChip(t('filter.advanced'), 'filter.foreign', actions);
}

function conditionChip(
  node: FilterCondition,
  at: number,
  entity: EntityMeta,
  actions: ChipActions,
): TemplateResult {
  const { view } = actions;
  const found = resolveField(entity, node.field, view);
  if (!found) return dormantChip(node.field, 'filter.dormant', actions);
  const choice = choiceOf(found.field, node.operator, node.value);
  const part = (name: ConditionPart, kind: string, content: unknown): TemplateResult =>
    html`<button
      class=${kind}
      aria-haspopup="dialog"
      aria-expanded=${actions.isOpen(at)}
      @click=${(event: Event) => actions.edit(event, at, name)}
    >
      ${content}
    </button>`;
  const value = html`<ts-filter-chip-value
    .field=${found.field}
    .condition=${node}
  ></ts-filter-chip-value>`;
  return frame(
    found.label,
    html`${part('field', 'k', html`${icon(found.icon, 14)} <span class="ell">${found.label}</span>`)}
    ${part('operator', 'op', view.t(operatorText(found.field, choice)))}
    ${node.operator === 'isNull' ? nothing : part('value', 'v', value)}`,
    actions,
  );
}

function relatedChip(
  node: FilterRelated,
  entity: EntityMeta,
  actions: ChipActions,
): TemplateResult {
  const { t } = actions.view;
  const relation = resolveRelation(entity, node.path, actions.view);
  if (!relation) return dormantChip(node.path, 'filter.dormant', actions);
  const count = countConditions(node.group);
  return frame(
    relation.label,
    html`${panelPart(relation.label, relation.icon, actions)}
      <button class="op" @click=${actions.openPanel}>
        ${t(`filter.related.${node.quantifier}`)}
      </button>
      ${count > 0 ? html`<button class="v" @click=${actions.openPanel}>${t('filter.conditions', { count })}</button>` : nothing}`,
    actions,
  );
}

/** What cannot be asked now stays, and says so. */
function dormantChip(name: string, note: string, actions: ChipActions): TemplateResult {
  const { t } = actions.view;
  const content = html`<span class="k" title=${t(note)}
      >${icon('unplug', 14)} <span class="ell">${name}</span></span
    >
    <span class="visually-hidden">${t(note)}</span>`;
  return frame(name, content, actions, 'dormant');
}

function panelPart(words: string, name: string, actions: ChipActions): TemplateResult {
  return html`<button class="k" aria-haspopup="dialog" @click=${actions.openPanel}>
    ${icon(name, 14)} <span class="ell">${words}</span>
  </button>`;
}

function frame(
  name: string,
  content: TemplateResult,
  { view, remove }: ChipActions,
  kind = '',
): TemplateResult {
  return html`<span
    class="chip ${kind}"
    role="group"
    aria-label=${view.t('filter.chip', { field: name })}
  >
    ${content}
    <button class="x" aria-label=${view.t('filter.remove', { field: name })} @click=${remove}>
      ${icon('x', 12)}
    </button>
  </span>`;
}
