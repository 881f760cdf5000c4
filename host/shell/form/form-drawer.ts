import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { changesOf, isSame } from '../field/field-changes.ts';
import type { Values } from '../field/field-changes.ts';
import { includeOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { entityOf, recordPath } from '../field/field-template.ts';
import { fieldInputStyles } from '../field/field-input-styles.ts';
import { discardQuestion, formActions } from './form-footer.ts';
import { formGroups } from './form-groups.ts';
import { FormLeave } from './form-leave.ts';
import { nestedPrefill, pickMade } from './form-nested.ts';
import type { Nested } from './form-nested.ts';
import { formProblems } from './form-problems.ts';
import { reasonIn } from './form-reason.ts';
import { formSection } from './form-section.ts';
import type { FormState } from './form-section.ts';
import { formStyles } from './form-styles.ts';
import { RecordClient } from '../record/record-client.ts';
import { decideConflicts } from '../record/record-conflict-dialog.ts';
import { problemText } from '../record/record-problem.ts';
import { saveChanges, type Save } from '../record/record-save.ts';
import { midSentence } from '../field/field-words.ts';

/**
 * A drawer that makes a record or changes all its fields.
 *
 * @fires ts-record-saved - with `{record}`, after each save
 * @fires ts-form-closed - when the drawer is gone
 */
@customElement('ts-form')
export class FormDrawer extends TesseraElement {
  /** Id of the entity. */
  @property() entity = '';
  /** Id of the record to change; none makes a new one. */
  @property() record: string | undefined;
  /** Values to begin with: written by the person, so that leaving asks whether they may be lost. */
  @property({ attribute: false }) prefill: Values = {};
  /** Values that come from where the form was opened, for example the record that the new one belongs to. */
  @property({ attribute: false }) preset: Values = {};
  /** Stays here after saving, where the record is wanted for something else than itself. */
  @property({ type: Boolean }) embedded = false;

  @state() private original: Values = {};
  @state() private draft: Values = {};
  @state() private problems: Readonly<Record<string, string>> = {};
  @state() private problem = '';
  @state() private isBusy = false;
  @state() private isAsking = false;
  @state() private isSaved = false;
  @state() private nested: Nested | null = null;

  /** What had the focus when the question came. */
  #asked: HTMLElement | undefined;

  readonly #leaving = new FormLeave({
    dialog: () => this.renderRoot.querySelector('dialog'),
    isDirty: () => this.#isDirty,
    ask: () => this.#ask(),
    gone: () => this.dispatchEvent(new CustomEvent('ts-form-closed')),
    save: () => void this.updateComplete.then(() => this.#save(false)),
  });

  constructor() {
    super();
    this.addController(this.#leaving);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('ts-picker-create', this.#nest as EventListener);
  }

  override disconnectedCallback(): void {
    this.removeEventListener('ts-picker-create', this.#nest as EventListener);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('prefill') || changed.has('preset')) && !this.record)
      this.draft = { ...this.#start, ...this.draft };
    if (changed.has('record') && this.record) void this.#load(this.record);
  }

  protected override firstUpdated(): void {
    this.#leaving.open();
    void this.#focusFirst();
  }

  override render(): TemplateResult | typeof nothing {
    const entity = entityOf(this.meta, this.entity);
    if (!entity) return nothing;
    const label = midSentence(this.localized(entity.label));
    const title = this.t(this.record ? 'form.edit' : 'form.create', { entity: label });
    return html`<dialog
        aria-label=${title}
        @cancel=${this.#leaving.cancelled}
        @close=${this.#leaving.closed}
        @click=${this.#leaving.backdrop}
      >
        <form novalidate @submit=${this.#submitted}>
          <header>
            ${icon(entity.icon, 16)}
            <h2 class="ell">${title}</h2>
            <button
              type="button"
              class="btn ghost icon"
              aria-label=${this.t('action.close')}
              @click=${this.#leaving.close}
            >
              ${icon('x', 16)}
            </button>
          </header>
          <div class="fields">
            ${this.problem ? html`<p class="banner" role="alert">${icon('circle-alert', 16)} <span>${this.problem}</span></p>` : nothing}
            ${formGroups(entity).map((group) => formSection(group, this.#state(entity)))}
            <ts-slot
              name=${`${entity.id}.form.section`}
              .context=${{ entity: entity.id, id: this.record ?? null, draft: this.draft, record: this.draft }}
              @ts-field-changed=${this.#changed}
            ></ts-slot>
            ${this.record ? html`<ts-form-reason></ts-form-reason>` : nothing}
          </div>
          ${this.#footer(label)}
        </form>
      </dialog>
      ${
        this.nested
          ? html`<ts-form
              embedded
              entity=${this.nested.entity}
              .prefill=${nestedPrefill(this.nested, entityOf(this.meta, this.nested.entity))}
              @ts-record-saved=${this.#nestedSaved}
              @ts-form-closed=${this.#nestedClosed}
            ></ts-form>`
          : nothing
      }`;
  }

  #state(entity: EntityMeta): FormState {
    return {
      draft: this.draft,
      problems: this.problems,
      record: this.record ? { entity: entity.id, id: this.record } : null,
      localized: (text) => this.localized(text),
      changed: this.#changed,
    };
  }

  #footer(label: string): TemplateResult {
    const t = (key: string, values?: Readonly<Record<string, unknown>>) => this.t(key, values);
    if (this.isAsking) return discardQuestion(t, this.#keep, this.#leaving.leave);
    return formActions({
      t,
      save: this.record ? t('action.save') : t('form.create', { entity: label }),
      isBusy: this.isBusy,
      close: this.#leaving.close,
      saveMore: this.record || this.embedded ? null : () => void this.#save(true),
    });
  }

  get #isDirty(): boolean {
    const start = this.record ? this.original : this.#start;
    return !this.isSaved && Object.keys(changesOf(start, this.draft)).length > 0;
  }

  get #start(): Values {
    return { ...this.prefill, ...this.preset };
  }

  async #load(id: string): Promise<void> {
    const entity = entityOf(this.meta, this.entity);
    if (!entity) return;
    try {
      const record = await new RecordClient(this.api, entity).get(id, includeOf(entity.fields));
      this.original = record;
      this.draft = Object.fromEntries(
        formGroups(entity).flatMap(({ fields }) =>
          fields.map(({ name }) => [name, record[name] ?? null]),
        ),
      );
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  async #focusFirst(): Promise<void> {
    await this.updateComplete;
    const first = this.renderRoot.querySelector<
      HTMLElement & { updateComplete?: Promise<unknown> }
    >('ts-field-editor');
    await first?.updateComplete;
    first?.focus();
  }

  readonly #changed = (event: CustomEvent<{ name: string; value: unknown }>): void => {
    const { name, value } = event.detail;
    // Leaving a field tells its value once more; that solves no problem.
    if (isSame(value, this.draft[name] ?? null)) return;
    this.draft = { ...this.draft, [name]: value };
    if (this.problems[name] === undefined) return;
    const { [name]: _solved, ...rest } = this.problems;
    this.problems = rest;
  };

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    void this.#save(false);
  };

  async #save(isMore: boolean): Promise<void> {
    const entity = entityOf(this.meta, this.entity);
    if (!entity || this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    this.problems = {};
    try {
      const record = await this.#send(entity);
      if (!record) return;
      this.dispatchEvent(new CustomEvent('ts-record-saved', { detail: { record } }));
      if (!this.record && !this.embedded) this.#tell(entity, record.id);
      this.draft = isMore ? { ...this.#start } : this.draft;
      this.isSaved = !isMore;
      if (isMore) await this.#focusFirst();
      else this.#leaving.leave();
    } catch (error) {
      await this.#failed(entity, error);
    } finally {
      this.isBusy = false;
    }
  }

  /** Writes the draft; undefined when a conflict was left undecided. */
  async #send(entity: EntityMeta): Promise<WireRecord | undefined> {
    const client = new RecordClient(this.api, entity, reasonIn(this.renderRoot));
    if (!this.record) return client.create(changesOf({}, this.draft));
    const before = this.original as WireRecord;
    const changes = changesOf(before, this.draft);
    const decide: Save['decide'] = (conflicts) => decideConflicts(this, entity, conflicts);
    const isWritten = await saveChanges({ client, before, changes, decide });
    return isWritten ? before : undefined;
  }

  #tell(entity: EntityMeta, id: string): void {
    const path = recordPath(this.meta, entity.id, id);
    toast({
      text: this.t('form.created', { entity: midSentence(this.localized(entity.label)) }),
      ...(path ? { action: { label: this.t('action.open'), run: () => this.navigate(path) } } : {}),
    });
  }

  async #failed(entity: EntityMeta, error: unknown): Promise<void> {
    const { byField, whole } = formProblems(entity, error, (key, values) => this.t(key, values));
    this.problems = byField;
    this.problem = whole;
    await this.updateComplete;
    const editors = [...this.renderRoot.querySelectorAll<HTMLElement>('ts-field-editor')];
    const first = editors.find(({ dataset }) => byField[dataset['field'] ?? ''] !== undefined);
    first?.scrollIntoView({ block: 'center' });
    first?.focus();
  }

  #ask(): void {
    const { activeElement } = this.shadowRoot ?? document;
    this.#asked = activeElement instanceof HTMLElement ? activeElement : undefined;
    this.isAsking = true;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.keep')?.focus(),
    );
  }

  /** Back to where one was, or to the first field. */
  readonly #keep = (): void => {
    this.isAsking = false;
    if (this.#asked?.localName === 'ts-field-editor') this.#asked.focus();
    else void this.#focusFirst();
  };

  readonly #nest = (event: CustomEvent<Nested>): void => {
    event.stopPropagation();
    this.nested = event.detail;
  };

  readonly #nestedSaved = (event: CustomEvent<{ record: WireRecord }>): void => {
    if (!this.nested) return;
    pickMade(this.nested, entityOf(this.meta, this.nested.entity), event.detail.record);
  };

  readonly #nestedClosed = (event: Event): void => {
    event.stopPropagation();
    this.nested = null;
  };

  static override styles = [TesseraElement.styles, fieldInputStyles, formStyles];
}
