import { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { loadPart } from '../app/part.ts';
import { referenceId } from '../field/field-kind.ts';
import { formTexts } from '../form/form-texts.ts';
import type { AuditFilter } from './audit-filter.ts';
import type { ChipName } from './audit-filter-bar.ts';
import {
  ACTIONS,
  ACTORS,
  SOURCES,
  actionWord,
  actorWord,
  entityWord,
  fieldWord,
  pluginWord,
  sourceWord,
} from './audit-words.ts';

type Choice = readonly [value: string, label: string];
/** What the host writes about that is no entity. */
const HOST_ENTITIES = [
  'tessera.audit',
  'tessera.settings',
  'tessera.sharingDefault',
  'tessera.sharingRule',
  'tessera.signInProvider',
  'tessera.suppression',
];

/**
 * Asks for one value to narrow the entries by.
 *
 * @fires ts-audit-filter-set - with `{change}`
 * @fires ts-audit-filter-closed
 */
@customElement('ts-audit-filter-form')
export class AuditFilterForm extends TesseraElement {
  @property() name: ChipName = 'entity';
  @property({ attribute: false }) filter: AuditFilter = {};

  #picked: string | undefined;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      <form @submit=${this.#submitted}>
        <h2 id="title">
          ${this.t('audit.filter.by', { name: this.t(`audit.filter.${this.name}`) })}
        </h2>
        ${this.#input()}
        <div class="actions">
          <button class="btn primary">${this.t('audit.filter.apply')}</button>
          <button type="button" class="btn" @click=${this.#close}>
            ${this.t('action.cancel')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #input(): TemplateResult {
    const { entity } = this.filter;
    const meta = entity === undefined ? undefined : this.entityMeta(entity);
    switch (this.name) {
      case 'days':
        return html`<div class="pair">${this.#day('from')} ${this.#day('to')}</div>`;
      case 'user':
        return this.entityMeta('tessera.user') ? this.#picker('tessera.user') : this.#text('user');
      case 'record':
        return meta
          ? this.#picker(meta.id)
          : this.#text('record', this.t('audit.filter.recordHow'));
      case 'field':
        return meta
          ? this.#select(
              'field',
              meta.fields.map(({ name }): Choice => [name, fieldWord(this, meta.id, name)]),
            )
          : this.#text('field', this.t('audit.filter.fieldHow'));
      case 'request':
        return this.#text('request');
      default:
        return this.#select(this.name, this.#choices(this.name));
    }
  }

  #choices(name: 'entity' | 'action' | 'source' | 'actor' | 'plugin'): readonly Choice[] {
    const worded = (
      values: readonly string[],
      word: (element: TesseraElement, value: string) => string,
    ): Choice[] => values.map((value): Choice => [value, word(this, value)]);
    const compare = new Intl.Collator(this.locale).compare;
    const sorted = (choices: Choice[]): readonly Choice[] =>
      choices.toSorted(([, one], [, other]) => compare(one, other));
    switch (name) {
      case 'entity':
        return sorted(
          worded([...this.meta.entities.map(({ id }) => id), ...HOST_ENTITIES], entityWord),
        );
      case 'action':
        return worded(ACTIONS, actionWord);
      case 'source':
        return worded(SOURCES, sourceWord);
      case 'actor':
        return worded(ACTORS, actorWord);
      default:
        return sorted(worded(['tessera', ...this.meta.plugins.map(({ id }) => id)], pluginWord));
    }
  }

  /** A value that is not among the choices, for example of a plugin that is gone, stays one. */
  #select(name: Exclude<ChipName, 'days'>, choices: readonly Choice[]): TemplateResult {
    const value = this.filter[name];
    const isOther = value !== undefined && choices.every(([one]) => one !== value);
    const all = isOther ? [...choices, [value, value] as const] : choices;
    return html`<label class="field"
      ><span>${this.t(`audit.filter.${name}`)}</span>
      <select name=${name}>
        ${all.map(([one, label]) => html`<option value=${one} ?selected=${one === value}>${label}</option>`)}
      </select></label
    >`;
  }

  #text(name: Exclude<ChipName, 'days'>, hint = ''): TemplateResult {
    return html`<label class="field"
        ><span>${this.t(`audit.filter.${name}`)}</span>
        <input
          name=${name}
          maxlength="200"
          autocomplete="off"
          .value=${this.filter[name] ?? ''} /></label
      >${hint ? html`<p class="mut">${hint}</p>` : nothing}`;
  }

  #picker(entity: string): TemplateResult {
    loadPart(() => import('../field/picker.ts'));
    const name = this.name === 'user' ? 'user' : 'record';
    return html`<ts-picker
      entity=${entity}
      .label=${this.t(`audit.filter.${name}`)}
      .value=${this.filter[name] ?? null}
      @ts-picked=${(event: CustomEvent<{ value: unknown }>) => (this.#picked = referenceId(event.detail.value) ?? '')}
    ></ts-picker>`;
  }

  #day(name: 'from' | 'to'): TemplateResult {
    return html`<label class="field"
      ><span>${this.t(`audit.filter.${name}`)}</span>
      <input type="date" name=${name} .value=${this.filter[name] ?? ''}
    /></label>`;
  }

  readonly #submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const picked = this.#picked === undefined ? {} : { [this.name]: this.#picked };
    const change: AuditFilter = { ...formTexts(event.target), ...picked };
    this.dispatchEvent(new CustomEvent('ts-audit-filter-set', { detail: { change } }));
    this.#close();
  };
  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-audit-filter-closed'));
  };

  static override styles = [TesseraElement.styles ?? [], pageStyles, dialogStyles];
}
