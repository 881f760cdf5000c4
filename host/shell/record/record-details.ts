import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../field/field-editor.ts';
import type { FieldEditor } from '../field/field-editor.ts';
import { isSame, toWire } from '../field/field-changes.ts';
import { isChosenAtOnce, takesLines } from '../field/field-ending.ts';
import { fieldIcon } from '../field/field-icon.ts';
import { isEditable } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { hasOpenOverlay } from '../field/field-overlay.ts';
import '../rich-text/field-rich-text-view.ts';
import { fieldTemplate, recordPath } from '../field/field-template.ts';
import type { Shown } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { detailGroups } from '../form/form-groups.ts';
import type { FormGroup } from '../form/form-groups.ts';
import { recordDetailsStyles } from './record-details-styles.ts';
import { baseOf, dropEdit, keepEdit, readEdit } from './record-edit-draft.ts';
import type { DraftPlace } from './record-edit-draft.ts';
import { readFolds, toggleFold } from './record-folds.ts';
import { sensitiveMark } from './record-sensitive.ts';
import { recordStyles } from './record-styles.ts';

/**
 * The values of a record by the groups of its form; a group folds, and stays so. Press a value to change it: Enter saves, Esc gives up.
 * What is written and not saved when the record is left is there again when one comes back. What is slotted stands after the first group.
 *
 * @fires ts-value-saved - with `{field, value, base, done}`: `base` is the record that was edited, `done(problem)` is called when it is written or refused
 */
@customElement('ts-record-details')
export class RecordDetails extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) record!: WireRecord;
  @property({ type: Boolean }) editable = false;

  @state() private editing = '';
  @state() private value: unknown = null;
  @state() private error = '';
  @state() private isBusy = false;

  /** The record as it was when the editor opened: what others write meanwhile is a conflict, not lost. */
  #base: WireRecord | undefined;

  @state() private folded: ReadonlySet<string> = new Set();

  override disconnectedCallback(): void {
    this.#tellKept();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`${detailGroups(this.entity).map(
      (group, at) => html`${this.#group(group, at)} ${at === 0 ? html`<slot></slot>` : nothing}`,
    )}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entity') && changed.get('entity')?.id !== this.entity.id)
      this.folded = readFolds(this.entity.id);
    if (changed.has('record') && changed.get('record')?.id !== this.record.id) {
      this.editing = '';
      this.#resume();
    }
  }

  #group({ label, fields }: FormGroup, at: number): TemplateResult {
    const key = label?.en ?? '';
    const isOpen = !this.folded.has(key);
    return html`<section>
      <h3>
        <button
          class="fold"
          aria-expanded=${isOpen}
          aria-controls=${`group-${at}`}
          @click=${() => (this.folded = toggleFold(this.entity.id, key))}
        >
          ${label ? this.localized(label) : this.t('record.details')}${icon('chevron-down', 14)}
        </button>
      </h3>
      <dl id=${`group-${at}`} ?hidden=${!isOpen}>${fields.map((field) => this.#field(field))}</dl>
    </section>`;
  }

  #field(field: FieldMeta): TemplateResult {
    const label = this.localized(field.label);
    const isOpen = this.editing === field.name;
    return html`<dt title=${field.help ? this.localized(field.help) : label}>
        ${icon(fieldIcon(field, this.meta), 14)}<span class="ell">${label}</span
        >${sensitiveMark(field, this)}
      </dt>
      <dd class=${isOpen ? 'open' : ''}>
        ${isOpen ? this.#editor(field) : this.#value(field, label)}
      </dd>`;
  }

  #value(field: FieldMeta, label: string): TemplateResult {
    const shown = this.#shown(field);
    const isBlock =
      field.multiline ||
      field.type === 'richText' ||
      field.type === 'address' ||
      field.type === 'json';
    const content =
      shown === nothing
        ? html`<span class="blank"
            >${this.editable && isEditable(field) ? this.t('field.add') : '—'}</span
          >`
        : shown;
    if (!this.editable || !isEditable(field))
      return html`<span class=${isBlock ? 'value block' : 'value'}>${content}</span>`;
    return html`<span
        class=${isBlock ? 'value block can' : 'value can'}
        @click=${(event: Event) => this.#clicked(event, field)}
        >${content}</span
      >
      <button
        class="btn ghost icon pen"
        data-field=${field.name}
        aria-label=${this.t('record.edit.field', { field: label })}
        @click=${() => this.#open(field)}
      >
        ${icon('pencil', 12)}
      </button>`;
  }

  #shown(field: FieldMeta): Shown {
    const value = this.record[field.name];
    return field.type === 'richText' && typeof value === 'string' && value !== ''
      ? html`<ts-rich-text-view .value=${value}></ts-rich-text-view>`
      : fieldTemplate(field, value, fieldViewOf(this));
  }

  #editor(field: FieldMeta): TemplateResult {
    return html`<div
      class="edit"
      @keydown=${{ handleEvent: (event: KeyboardEvent) => this.#pressed(event, field), capture: true }}
      @focusout=${(event: FocusEvent) => this.#left(event, field)}
    >
      <ts-field-editor
        no-label
        .field=${field}
        .value=${this.value}
        .draft=${this.record}
        .record=${{ entity: this.entity.id, id: this.record.id }}
        .error=${this.error}
        @ts-field-changed=${(event: CustomEvent<{ value: unknown }>) => this.#changed(field, event.detail.value)}
      ></ts-field-editor>
      <span class="tools">
        <button
          class="btn primary icon"
          aria-label=${this.t('action.save')}
          title=${`${this.t('action.save')} (Enter)`}
          ?disabled=${this.isBusy}
          @click=${() => this.#save(field)}
        >
          ${icon('check', 14)}
        </button>
        <button
          class="btn icon"
          aria-label=${this.t('action.cancel')}
          title=${`${this.t('action.cancel')} (Esc)`}
          @click=${() => this.#close(field)}
        >
          ${icon('x', 14)}
        </button>
      </span>
    </div>`;
  }

  /** What is chosen rather than written is saved at once. */
  #changed(field: FieldMeta, value: unknown): void {
    this.value = value;
    if (isChosenAtOnce(field)) return this.#save(field);
    const base = this.#base ?? this.record;
    keepEdit(this.#place, {
      field: field.name,
      value,
      base: base[field.name],
      version: base.version,
    });
  }

  get #place(): DraftPlace {
    return { user: this.meta.user.id, record: this.record.id };
  }

  /** Goes on with what was written here before. */
  #resume(): void {
    const draft = this.editable ? readEdit(this.#place, this.entity.fields) : undefined;
    if (!draft) return;
    this.editing = draft.field;
    this.value = draft.value;
    this.#base = baseOf(draft, this.record);
    this.error = '';
  }

  /** Says that what was written is not saved, and how to come back to it. */
  #tellKept(): void {
    const field = this.entity.fields.find(({ name }) => name === this.editing);
    if (!field || this.isBusy || this.#isUnchanged(field)) return;
    const path = recordPath(this.meta, this.entity.id, this.record.id);
    const { environment } = this;
    toast({
      text: this.t('record.kept', { field: this.localized(field.label) }),
      ...(path
        ? { action: { label: this.t('record.kept.back'), run: () => environment.navigate(path) } }
        : {}),
    });
  }

  #isUnchanged(field: FieldMeta): boolean {
    return isSame(toWire(this.value), toWire((this.#base ?? this.record)[field.name]));
  }

  /** Links in a value are followed, the rest of it is pressed to edit. */
  #clicked(event: Event, field: FieldMeta): void {
    if (!event.composedPath().some((node) => node instanceof HTMLAnchorElement)) this.#open(field);
  }

  #open(field: FieldMeta): void {
    this.editing = field.name;
    this.value = this.record[field.name] ?? null;
    this.#base = this.record;
    this.error = '';
    void this.#focusEditor();
  }

  async #focusEditor(): Promise<void> {
    await this.updateComplete;
    const editor = this.renderRoot.querySelector<FieldEditor>('ts-field-editor');
    await editor?.updateComplete;
    editor?.focus();
  }

  #close(field: FieldMeta): void {
    this.editing = '';
    dropEdit(this.#place);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-field="${field.name}"]`)?.focus(),
    );
  }

  #pressed(event: KeyboardEvent, field: FieldMeta): void {
    if (hasOpenOverlay(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#close(field);
    }
    const isButton = event.composedPath()[0] instanceof HTMLButtonElement;
    if (
      event.key !== 'Enter' ||
      isButton ||
      (takesLines(field) && !event.ctrlKey && !event.metaKey)
    )
      return;
    // The kit's fields take over what was typed while they handle the key.
    setTimeout(() => this.#save(field));
  }

  /** An unchanged value closes by itself when the focus goes elsewhere. */
  #left(event: FocusEvent, field: FieldMeta): void {
    const inside = event.currentTarget as HTMLElement;
    if (event.relatedTarget instanceof Node && inside.contains(event.relatedTarget)) return;
    const isUnchanged = this.#isUnchanged(field);
    setTimeout(() => {
      if (!isUnchanged || this.editing !== field.name || inside.matches(':focus-within')) return;
      this.editing = '';
      dropEdit(this.#place);
    }, 150);
  }

  #save(field: FieldMeta): void {
    if (this.isBusy || this.editing !== field.name) return;
    const value = this.value;
    const base = this.#base ?? this.record;
    if (this.#isUnchanged(field)) {
      this.#close(field);
      return;
    }
    this.isBusy = true;
    this.error = '';
    const done = (problem: string): void => {
      this.isBusy = false;
      this.error = problem;
      if (problem === '') this.#close(field);
      else void this.#focusEditor();
    };
    this.dispatchEvent(
      new CustomEvent('ts-value-saved', { detail: { field: field.name, value, base, done } }),
    );
  }

  static override styles = [TesseraElement.styles, recordStyles, recordDetailsStyles];
}
