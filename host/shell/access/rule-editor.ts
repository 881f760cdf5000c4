import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import '../filter/filter-tree.ts';
import type { FilterTree } from '../filter/filter-tree.ts';
import { problemText } from '../record/record-problem.ts';
import './rule-count.ts';
import { ruleEditorStyles } from './rule-editor-styles.ts';
import { granteeOf, type Grantee, type RuleDraft, type SharingRule } from './share-api.ts';
import './share-grantee.ts';
import { keepKeys } from './share-keys.ts';
import { sheetStyles } from './share-styles.ts';

const BLANK = { name: '', entity: '', actions: ['read'], isActive: true } as const;

/**
 * Makes or changes a sharing rule: which records, with whom, and what they may do.
 *
 * @fires ts-rule-closed - when it is gone
 */
@customElement('ts-rule-editor')
export class RuleEditor extends TesseraElement {
  /** The rule to change; null makes a new one. */
  @property({ attribute: false }) rule: SharingRule | null = null;
  /** Does it; what it throws is told here and the dialog stays. */
  @property({ attribute: false }) save!: (draft: RuleDraft) => Promise<void>;

  @state() private draft: Omit<RuleDraft, 'grantee' | 'filter'> = BLANK;
  /** As the tree tells it: none finds every record. */
  @state() private filter: Filter | undefined;
  @state() private grantee: Grantee | null = null;
  @state() private isWhole = true;
  @state() private problem = '';
  @state() private isBusy = false;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('ts-filter-tree') private tree!: FilterTree | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('rule')) return;
    const { rule } = this;
    this.draft = rule ?? { ...BLANK, entity: this.#entities[0]?.id ?? '' };
    this.filter = rule?.filter;
    this.grantee = rule && granteeOf(rule);
  }

  override render(): TemplateResult {
    const entity = this.entityMeta(this.draft.entity);
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('ts-rule-closed'))}
      @cancel=${this.#cancelled}
      @keydown=${keepKeys}
    >
      <header>
        <h2 id="title" class="ell">${this.t(this.rule ? 'rule.edit' : 'rule.create')}</h2>
      </header>
      <form class="content" id="form" @submit=${this.#submitted} novalidate>
        ${this.#name()} ${this.#entity(entity)}
        ${entity ? this.#filter(entity) : html`<p class="note">${this.t('rule.entityOff')}</p>`}
        <div class="field">
          <span>${this.t('rule.with')}</span>
          <ts-share-grantee
            .grantee=${this.grantee}
            @ts-grantee-chosen=${(event: CustomEvent<{ grantee: Grantee | null }>) => (this.grantee = event.detail.grantee)}
          ></ts-share-grantee>
        </div>
        ${this.#actions()}
        <label class="check">
          <input
            type="checkbox"
            name="active"
            .checked=${this.draft.isActive}
            @change=${(event: Event) => this.#set({ isActive: (event.target as HTMLInputElement).checked })}
          />
          <span>${this.t('rule.active')}</span>
        </label>
        <p class="wrong" role="alert">${this.problem}</p>
      </form>
      <footer>
        <button class="btn" @click=${this.#close}>${this.t('action.cancel')}</button>
        <button class="btn primary" form="form" ?disabled=${this.isBusy || !entity}>
          ${this.t(this.rule ? 'action.save' : 'rule.create')}
        </button>
      </footer>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
    this.renderRoot.querySelector<HTMLElement>('input[name=name]')?.focus();
  }

  /** Whose records belong to somebody, so that sharing makes a difference. */
  get #entities(): readonly EntityMeta[] {
    return this.meta.entities.filter(({ owned, plugin }) => owned && plugin !== 'tessera');
  }

  #name(): TemplateResult {
    return html`<label class="field">
      <span>${this.t('rule.name')}</span>
      <input
        type="text"
        name="name"
        maxlength="80"
        autocomplete="off"
        .value=${this.draft.name}
        @input=${(event: Event) => this.#set({ name: (event.target as HTMLInputElement).value })}
      />
    </label>`;
  }

  #entity(entity: EntityMeta | undefined): TemplateResult {
    return html`<label class="field">
      <span>${this.t('rule.entity')}</span>
      <select name="entity" ?disabled=${!entity} @change=${this.#turned}>
        ${this.#entities.map(({ id, plural }) => html`<option value=${id} ?selected=${id === this.draft.entity}>${this.localized(plural)}</option>`)}
      </select>
    </label>`;
  }

  #filter(entity: EntityMeta): TemplateResult {
    return html`<div class="field">
      <span id="which">${this.t('rule.which')}</span>
      <div class="tree" role="group" aria-labelledby="which">
        <ts-filter-tree
          .entity=${entity}
          .filter=${this.filter}
          @ts-filter-changed=${this.#filtered}
        ></ts-filter-tree>
      </div>
      <ts-rule-count .entity=${entity.id} .filter=${this.filter}></ts-rule-count>
    </div>`;
  }

  #actions(): TemplateResult {
    const isChange = this.draft.actions.includes('update');
    const choice = (value: 'read' | 'update', isOn: boolean): TemplateResult =>
      html`<label class="check">
        <input
          type="radio"
          name="actions"
          value=${value}
          .checked=${isOn}
          @change=${() => this.#set({ actions: value === 'update' ? ['read', 'update'] : ['read'] })}
        />
        <span>${this.t(value === 'update' ? 'share.mayChange' : 'share.mayRead')}</span>
      </label>`;
    return html`<fieldset>
      <legend>${this.t('rule.may')}</legend>
      ${choice('read', !isChange)} ${choice('update', isChange)}
    </fieldset>`;
  }

  #set(changes: Partial<RuleEditor['draft']>): void {
    this.draft = { ...this.draft, ...changes };
    this.problem = '';
  }

  /** A filter asks of the fields of its entity. */
  readonly #turned = (event: Event): void => {
    this.#set({ entity: (event.target as HTMLSelectElement).value });
    this.filter = undefined;
    this.isWhole = true;
  };

  readonly #filtered = (
    event: CustomEvent<{ filter: Filter | undefined; isWhole: boolean }>,
  ): void => {
    this.filter = event.detail.filter;
    this.isWhole = event.detail.isWhole;
  };

  readonly #submitted = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const name = this.draft.name.trim();
    this.problem = this.#fault(name);
    if (this.problem || !this.grantee) return;
    this.isBusy = true;
    try {
      const { entity, actions, isActive } = this.draft;
      const filter = this.filter ?? {};
      await this.save({ name, entity, filter, actions, isActive, grantee: this.grantee });
      this.#close();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  };

  #fault(name: string): string {
    if (name === '') return this.t('rule.nameMissing');
    if (!this.isWhole) return this.t('filter.unfinished');
    return this.grantee ? '' : this.t('share.nobodyChosen');
  }

  /** Closes what is on top: the condition that is open, then the editor. */
  readonly #cancelled = (event: Event): void => {
    if (!this.tree?.isEditing) return;
    event.preventDefault();
    this.tree.finish();
  };

  readonly #close = (): void => this.dialog.close();

  static override styles = [TesseraElement.styles, sheetStyles, ruleEditorStyles];
}
