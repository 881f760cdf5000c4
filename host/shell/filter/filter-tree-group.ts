import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldView } from '../field/field-template.ts';
import { resolveField, resolveRelation } from './filter-field.ts';
import type {
  FilterCondition,
  FilterGroup,
  FilterNode,
  FilterRelated,
  Quantifier,
} from './filter-node.ts';
import { MAXIMUM_GROUPS } from './filter-node-edit.ts';
import type { NodePlace } from './filter-node-edit.ts';
import { choiceOf, operatorText } from './filter-operator.ts';

export interface Join {
  readonly join: FilterGroup['join'];
  readonly isNegated: boolean;
}

/** What the parts of the tree are drawn with, and what they can have done. */
export interface TreeActions {
  readonly view: FieldView;
  /** The place of the open condition, joined by dots. */
  readonly edited: string | null;
  readonly isDraft: (node: FilterNode) => boolean;
  readonly edit: (place: NodePlace) => void;
  readonly done: () => void;
  readonly changed: (place: NodePlace, condition: FilterCondition | null) => void;
  readonly relationPicked: (place: NodePlace, path: string) => void;
  readonly remove: (place: NodePlace) => void;
  readonly move: (place: NodePlace, step: -1 | 1) => void;
  readonly canMove: (place: NodePlace, step: -1 | 1) => boolean;
  readonly join: (place: NodePlace, join: Join) => void;
  readonly quantify: (place: NodePlace, quantifier: Quantifier) => void;
  readonly addCondition: (place: NodePlace) => void;
  readonly addGroup: (place: NodePlace) => void;
}

const JOINS: Readonly<Record<string, Join>> = {
  all: { join: 'and', isNegated: false },
  any: { join: 'or', isNegated: false },
  none: { join: 'or', isNegated: true },
  notAll: { join: 'and', isNegated: true },
};
const QUANTIFIERS: readonly Quantifier[] = ['some', 'none', 'every'];

/** A group with all that is in it. */
export function treeGroup(
  group: FilterGroup,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
  level = 1,
): TemplateResult {
  const { t } = actions.view;
  const name = joinName(group);
  return html`<div
    class="group-box ${level > 1 ? 'inner' : ''}"
    role="group"
    aria-label=${t(`filter.join.${name}`)}
    data-place=${place.join('.')}
  >
    <div class="line head">
      <select
        class="join"
        aria-label=${t('filter.join')}
        @change=${(event: Event) => actions.join(place, JOINS[(event.target as HTMLSelectElement).value]!)}
      >
        ${Object.keys(JOINS).map((one) => html`<option value=${one} .selected=${one === name}>${t(`filter.join.${one}`)}</option>`)}
      </select>
      ${level > 1 ? tools(place, t('filter.group'), actions) : nothing}
    </div>
    ${groupContent(group, place, entity, actions, level)}
  </div>`;
}

function groupContent(
  group: FilterGroup,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
  level: number,
): TemplateResult {
  const { t } = actions.view;
  return html`<div class="nodes">
      ${repeat(
        group.nodes,
        (_node, index) => index,
        (node, index) => treeNode(node, [...place, index], entity, actions, level),
      )}
    </div>
    <div class="foot">
      <button class="btn ghost" @click=${() => actions.addCondition(place)}>
        ${icon('plus', 14)} ${t('filter.add.condition')}
      </button>
      ${
        level < MAXIMUM_GROUPS
          ? html`<button class="btn ghost" @click=${() => actions.addGroup(place)}>
              ${icon('plus', 14)} ${t('filter.add.group')}
            </button>`
          : nothing
      }
    </div>`;
}

function treeNode(
  node: FilterNode,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
  level: number,
): TemplateResult {
  switch (node.kind) {
    case 'group':
      return treeGroup(node, place, entity, actions, level + 1);
    case 'related':
      return related(node, place, entity, actions, level);
    case 'condition':
      return actions.edited === place.join('.')
        ? openCondition(node, place, entity, actions)
        : condition(node, place, entity, actions);
    case 'foreign':
      return dormant(JSON.stringify(node.filter), 'filter.foreign', place, actions);
  }
}

function condition(
  node: FilterCondition,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
): TemplateResult {
  const { view } = actions;
  const found = resolveField(entity, node.field, view);
  if (!found) return dormant(node.field, 'filter.dormant', place, actions);
  const choice = choiceOf(found.field, node.operator, node.value);
  return html`<div class="row-box" data-place=${place.join('.')}>
    <div class="line">
      <button class="sentence" @click=${() => actions.edit(place)}>
        ${icon(found.icon, 14)} <span class="ell key">${found.label}</span>
        <span class="mut op">${view.t(operatorText(found.field, choice))}</span>
        ${
          node.operator === 'isNull'
            ? nothing
            : html`<ts-filter-chip-value
                .field=${found.field}
                .condition=${node}
              ></ts-filter-chip-value>`
        }
      </button>
      ${tools(place, found.label, actions)}
    </div>
  </div>`;
}

function openCondition(
  node: FilterCondition,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
): TemplateResult {
  const { view } = actions;
  return html`<div class="row-box open" data-place=${place.join('.')}>
    <ts-filter-condition-form
      .entity=${entity}
      .condition=${actions.isDraft(node) ? null : node}
      @ts-condition-changed=${(event: CustomEvent<{ condition: FilterCondition | null }>) => actions.changed(place, event.detail.condition)}
      @ts-relation-picked=${(event: CustomEvent<{ path: string }>) => actions.relationPicked(place, event.detail.path)}
    ></ts-filter-condition-form>
    <div class="side end">
      <button class="btn ghost" @click=${() => actions.remove(place)}>
        ${view.t('filter.remove.short')}
      </button>
      <button class="btn" ?disabled=${actions.isDraft(node)} @click=${actions.done}>
        ${view.t('filter.done')}
      </button>
    </div>
  </div>`;
}

function related(
  node: FilterRelated,
  place: NodePlace,
  entity: EntityMeta,
  actions: TreeActions,
  level: number,
): TemplateResult {
  const { t } = actions.view;
  const relation = resolveRelation(entity, node.path, actions.view);
  if (!relation) return dormant(node.path, 'filter.dormant', place, actions);
  const { group } = node;
  return html`<div
    class="group-box inner"
    role="group"
    aria-label=${relation.label}
    data-place=${place.join('.')}
  >
    <div class="line head">
      ${icon(relation.icon, 14)} <span class="ell key">${relation.label}</span>
      <select
        class="join"
        aria-label=${t('filter.related')}
        @change=${(event: Event) => actions.quantify(place, (event.target as HTMLSelectElement).value as Quantifier)}
      >
        ${QUANTIFIERS.map((one) => html`<option value=${one} .selected=${one === node.quantifier}>${t(`filter.related.${one}`)}</option>`)}
      </select>
      ${tools(place, relation.label, actions)}
    </div>
    ${
      group.nodes.length > 0
        ? html`<div class="line head">
            <span class="mut">${t('filter.related.where')}</span>
            <select
              class="join"
              aria-label=${t('filter.join')}
              @change=${(event: Event) => actions.join(place, JOINS[(event.target as HTMLSelectElement).value]!)}
            >
              ${Object.keys(JOINS).map((one) => html`<option value=${one} .selected=${one === joinName(group)}>${t(`filter.join.${one}`)}</option>`)}
            </select>
          </div>`
        : nothing
    }
    ${groupContent(group, place, relation.entity, actions, level + 1)}
  </div>`;
}

/** What cannot be shown now; it is kept, and can be taken away. */
function dormant(
  name: string,
  note: string,
  place: NodePlace,
  actions: TreeActions,
): TemplateResult {
  return html`<div class="row-box" data-place=${place.join('.')}>
    <div class="line">
      <span class="sentence dormant" title=${actions.view.t(note)}>
        ${icon('unplug', 14)} <span class="ell key">${name}</span>
        <span class="mut ell">${actions.view.t(note)}</span>
      </span>
      ${tools(place, name, actions)}
    </div>
  </div>`;
}

function tools(place: NodePlace, name: string, actions: TreeActions): TemplateResult {
  const { t } = actions.view;
  return html`<span class="tools">
    <button
      class="btn ghost icon up"
      aria-label=${t('filter.move.up', { field: name })}
      ?disabled=${!actions.canMove(place, -1)}
      @click=${() => actions.move(place, -1)}
    >
      ${icon('arrow-up', 14)}
    </button>
    <button
      class="btn ghost icon down"
      aria-label=${t('filter.move.down', { field: name })}
      ?disabled=${!actions.canMove(place, 1)}
      @click=${() => actions.move(place, 1)}
    >
      ${icon('arrow-down', 14)}
    </button>
    <button
      class="btn ghost icon"
      aria-label=${t('filter.remove', { field: name })}
      @click=${() => actions.remove(place)}
    >
      ${icon('x', 14)}
    </button>
  </span>`;
}

function joinName({ join, isNegated }: FilterGroup): string {
  if (join === 'and') return isNegated ? 'notAll' : 'all';
  return isNegated ? 'none' : 'any';
}
