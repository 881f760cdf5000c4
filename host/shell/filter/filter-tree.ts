import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldView } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import './filter-chip-value.ts';
import './filter-condition-form.ts';
import type { FilterConditionForm } from './filter-condition-form.ts';
import { EMPTY_GROUP, fromTree, toTree, withoutEmptyGroups } from './filter-node.ts';
import type { FilterCondition, FilterGroup, FilterNode, Quantifier } from './filter-node.ts';
import { appendNode, changeGroup, moveNode, nodeAt, replaceNode } from './filter-node-edit.ts';
import type { NodePlace } from './filter-node-edit.ts';
import { filterStyles } from './filter-styles.ts';
import { treeGroup } from './filter-tree-group.ts';
import type { Join } from './filter-tree-group.ts';
import { treeStyles } from './filter-tree-styles.ts';

/** Stands where a new condition is being made. */
const DRAFT: FilterCondition = { kind: 'condition', field: '', operator: 'eq', value: null };

/**
 * Edits a filter of any form: conditions in groups within groups, and what is asked of related records.
 *
 * @fires ts-filter-changed - with `{filter, isWhole}` on each change; not whole while a condition is unfinished, which
 * `filter` then leaves out
 */
@customElement('ts-filter-tree')
export class FilterTree extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) filter: Filter | undefined;

  @state() private root: FilterGroup = EMPTY_GROUP;
  /** The condition whose form is open. */
  @state() private edited: NodePlace | null = null;

  #told: string | undefined;
  /** What gets the focus when the change is shown. */
  #next: { readonly place: NodePlace; readonly part: string } | null = null;

  override render(): TemplateResult {
    return treeGroup(this.root, [], this.entity, {
      view: this.#view,
      edited: this.edited?.join('.') ?? null,
      isDraft: (node) => node === DRAFT,
      edit: (place) => this.#edit(place),
      done: () => this.finish(),
      changed: (place, condition) => this.#put(place, condition ?? DRAFT),
      relationPicked: (place, path) => this.#relate(place, path),
      remove: (place) => this.#remove(place),
      move: (place, step) => this.#move(place, step),
      canMove: (place, step) => moveNode(this.root, place, step) !== undefined,
      join: (place, join) => this.#join(place, join),
      quantify: (place, quantifier) => this.#quantify(place, quantifier),
      addCondition: (place) => this.#add(place, DRAFT),
      addGroup: (place) => this.#addGroup(place),
    });
  }

  /** Whether a condition is open. */
  get isEditing(): boolean {
    return this.edited !== null;
  }

  /** Closes the condition that is open; an unfinished one goes. */
  finish(): void {
    const place = this.edited;
    if (!place) return;
    this.edited = null;
    if (nodeAt(this.root, place) === DRAFT) this.#remove(place);
    else this.#next = { place, part: '.sentence' };
  }

  /** Puts one more node in, and opens it when it is a condition to be made. */
  addNode(node: FilterNode): void {
    this.finish();
    this.#change(appendNode(this.root, [], node));
    if (node.kind === 'related') this.#add([this.root.nodes.length - 1], DRAFT);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('filter') || JSON.stringify(this.filter) === this.#told) return;
    this.root = toTree(this.filter);
    this.edited = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('edited') && this.edited) {
      const form = this.renderRoot.querySelector<FilterConditionForm>('ts-filter-condition-form');
      form?.scrollIntoView({ block: 'nearest' });
      requestAnimationFrame(() => form?.focus());
    } else if (this.#next) {
      const { place, part } = this.#next;
      const row = this.renderRoot.querySelector(`[data-place="${place.join('.')}"]`);
      const wanted = row?.querySelector<HTMLElement>(`:scope > .line ${part}:not(:disabled)`);
      (wanted ?? row?.querySelector<HTMLElement>('button,select'))?.focus();
    }
    this.#next = null;
  }

  get #view(): FieldView {
    return fieldViewOf(this);
  }

  #edit(place: NodePlace): void {
    this.finish();
    this.edited = place;
  }

  #add(place: NodePlace, node: FilterNode): void {
    this.finish();
    const group = nodeAt(this.root, place);
    const nodes =
      group?.kind === 'related' ? group.group.nodes : group?.kind === 'group' ? group.nodes : [];
    this.#change(appendNode(this.root, place, node));
    if (node === DRAFT) this.edited = [...place, nodes.length];
  }

  #addGroup(place: NodePlace): void {
    this.#add(place, { ...EMPTY_GROUP, join: 'or' });
    const group = nodeAt(this.root, place);
    const count =
      group?.kind === 'related'
        ? group.group.nodes.length
        : group?.kind === 'group'
          ? group.nodes.length
          : 0;
    this.#add([...place, count - 1], DRAFT);
  }

  #relate(place: NodePlace, path: string): void {
    this.edited = null;
    this.#put(place, { kind: 'related', path, quantifier: 'some', group: EMPTY_GROUP });
    this.#next = { place, part: 'select' };
  }

  #put(place: NodePlace, node: FilterNode): void {
    this.#change(replaceNode(this.root, place, node));
  }

  #remove(place: NodePlace): void {
    this.edited = null;
    this.#next = { place: place.slice(0, -1), part: 'select' };
    this.#change(replaceNode(this.root, place, undefined));
  }

  #move(place: NodePlace, step: -1 | 1): void {
    this.finish();
    const moved = moveNode(this.root, place, step);
    if (!moved) return;
    this.#next = { place: moved.place, part: step < 0 ? '.up' : '.down' };
    this.#change(moved.root);
  }

  #join(place: NodePlace, { join, isNegated }: Join): void {
    this.#change(changeGroup(this.root, place, (group) => ({ ...group, join, isNegated })));
  }

  #quantify(place: NodePlace, quantifier: Quantifier): void {
    const node = nodeAt(this.root, place);
    if (node?.kind === 'related') this.#put(place, { ...node, quantifier });
  }

  #change(root: FilterGroup): void {
    this.root = root;
    const whole = withoutDrafts(root);
    const filter = fromTree(withoutEmptyGroups(whole));
    this.#told = JSON.stringify(filter);
    this.dispatchEvent(
      new CustomEvent('ts-filter-changed', {
        detail: { filter, isWhole: JSON.stringify(whole) === JSON.stringify(root) },
      }),
    );
  }

  static override styles = [TesseraElement.styles, filterStyles, treeStyles];
}

function withoutDrafts(group: FilterGroup): FilterGroup {
  const nodes = group.nodes
    .filter((node) => node !== DRAFT)
    .map((node) => {
      if (node.kind === 'group') return withoutDrafts(node);
      return node.kind === 'related' ? { ...node, group: withoutDrafts(node.group) } : node;
    });
  return { ...group, nodes };
}
