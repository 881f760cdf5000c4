import { TesseraElement } from '@tessera/sdk/ui';
import type { FieldMeta, Filter } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './field-address-editor.ts';
import './field-any-editor.ts';
import './field-file-editor.ts';
import './field-money-editor.ts';
import '../rich-text/field-rich-text.ts';
import './picker-many.ts';
import './picker.ts';
import '../slot/slot.ts';
import { choiceInput, choicesInput } from './field-choice-input.ts';
import { dateInput, momentInput } from './field-date-input.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import { isExpanded, referenceId, targetOf } from './field-kind.ts';
import {
  areaInput,
  checkInput,
  durationInput,
  jsonInput,
  lineInput,
  numberInput,
} from './field-text-input.ts';
import type { Input } from './field-text-input.ts';
import { fieldContribution, keyOf } from '../slot/slot-contributions.ts';
import type { Contributed } from '../slot/slot-contributions.ts';

/**
 * Edits one value of any field type.
 *
 * @fires ts-field-changed - with `{name, value}` on each change; the value as the API takes it
 */
@customElement('ts-field-editor')
export class FieldEditor extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) value: unknown = null;
  /** The whole draft: a state is chosen within the machine that another field names. */
  @property({ attribute: false }) draft: Readonly<Record<string, unknown>> = {};
  /** Where files of the record go: its list path and id. Without it a file waits until the record is saved. */
  @property({ attribute: false }) record: { readonly entity: string; readonly id: string } | null =
    null;
  @property() error = '';
  /** Shows no label, for editing in place; the name is still told to screen readers. */
  @property({ type: Boolean, attribute: 'no-label' }) noLabel = false;
  @property({ type: Boolean }) required = false;

  override render(): TemplateResult | typeof nothing {
    if (!this.field) return nothing;
    const label = this.localized(this.field.label);
    const input: Input = {
      field: this.field,
      value: this.value,
      label: this.noLabel ? '' : label,
      accessibleName: label,
      help: this.noLabel || !this.field.help ? '' : this.localized(this.field.help),
      error: this.error,
      isRequired: this.required || this.field.required,
      locale: this.locale,
      timeZone: this.timeZone,
      t: (key, values) => this.t(key, values),
      localized: (text) => this.localized(text),
      changed: (value) => this.#change(value),
    };
    const contribution = fieldContribution(this.meta, 'field.editor', this.field);
    return contribution ? this.#contributed(contribution, input) : this.#input(input);
  }

  override focus(): void {
    const control = this.renderRoot.querySelector<HTMLElement>(
      'vaadin-text-field,vaadin-text-area,vaadin-email-field,vaadin-combo-box,vaadin-multi-select-combo-box,vaadin-date-picker,vaadin-date-time-picker,vaadin-checkbox,ts-picker,ts-picker-many,ts-money-editor,ts-address-editor,ts-any-editor,ts-file-editor,ts-rich-text-field',
    );
    control?.focus();
  }

  /** A plugin's editor: it tells a new value by `ts-field-changed` with `{value}`. */
  #contributed(contribution: Contributed, input: Input): TemplateResult {
    const { field, value, draft, error } = this;
    const context = { field, value, draft, error, label: input.label, required: input.isRequired };
    return html`<ts-slot
      name="field.editor"
      only=${keyOf(contribution)}
      .context=${{ ...context, accessibleName: input.accessibleName }}
      @ts-field-changed=${(event: CustomEvent<{ value: unknown }>) => {
        event.stopPropagation();
        this.#change(event.detail.value);
      }}
    ></ts-slot>`;
  }

  #input(input: Input): TemplateResult {
    switch (this.field.type) {
      case 'integer':
      case 'decimal':
      case 'percent':
        return numberInput(input);
      case 'duration':
        return durationInput(input);
      case 'boolean':
        return checkInput(input);
      case 'date':
        return dateInput(input);
      case 'datetime':
        return momentInput(input);
      case 'choice':
        return choiceInput(input);
      case 'choices':
        return choicesInput(input);
      case 'json':
        return jsonInput(input);
      case 'richText':
        return html`<ts-rich-text-field .input=${input}></ts-rich-text-field>`;
      case 'text':
        return this.field.multiline ? areaInput(input) : lineInput(input);
      case 'money':
        return html`<ts-money-editor
          .input=${input}
          .currencies=${this.meta.currencies}
          .currency=${this.meta.workspace.currency}
        ></ts-money-editor>`;
      case 'address':
        return html`<ts-address-editor .input=${input}></ts-address-editor>`;
      case 'file':
        return html`<ts-file-editor .input=${input} .record=${this.record}></ts-file-editor>`;
      case 'anyRef':
        return html`<ts-any-editor .input=${input}></ts-any-editor>`;
      case 'ref':
      case 'user':
      case 'team':
      case 'state':
        return this.#picker(input);
      case 'refs':
        return html`<ts-picker-many
          .entity=${this.field.target ?? ''}
          .value=${(this.value as readonly unknown[] | null) ?? []}
          .label=${input.label}
          .accessibleName=${input.accessibleName}
          .error=${input.error}
          .required=${input.isRequired}
          @ts-picked=${(event: CustomEvent<{ value: unknown }>) => this.#change(event.detail.value)}
        ></ts-picker-many>`;
      default:
        return lineInput(input);
    }
  }

  #picker(input: Input): TemplateResult {
    return html`<ts-picker
      .entity=${targetOf(this.field) ?? ''}
      .value=${this.value}
      .filter=${this.#within}
      .label=${input.label}
      .accessibleName=${input.accessibleName}
      .help=${input.help}
      .error=${input.error}
      .required=${input.isRequired}
      .creatable=${this.field.type === 'ref'}
      @ts-picked=${(event: CustomEvent<{ value: unknown }>) => this.#change(event.detail.value)}
    ></ts-picker>`;
  }

  /** States of the record's machine only; all of them until the machine is chosen. */
  get #within(): Filter | undefined {
    const { within } = this.field;
    const machine = within ? referenceId(this.draft[within]) : null;
    return this.field.type === 'state' && within && machine ? { [within]: machine } : undefined;
  }

  #change(value: unknown): void {
    this.value = value;
    const sent = isExpanded(value)
      ? { ...value, entity: value.entity ?? targetOf(this.field) }
      : value;
    this.dispatchEvent(
      new CustomEvent('ts-field-changed', {
        detail: { name: this.field.name, value: sent },
        bubbles: true,
        composed: true,
      }),
    );
  }

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
    `,
  ];
}
