import '@vaadin/combo-box';
import { TesseraElement } from '@tessera/sdk/ui';
import type { AnyReference } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldInputStyles } from './field-input-styles.ts';
import type { Input } from './field-text-input.ts';
import './picker.ts';

/** A reference to a record of any entity: first what kind, then which. */
@customElement('ts-any-editor')
export class FieldAnyEditor extends TesseraElement {
  @property({ attribute: false }) input!: Input;

  @state() private chosen = '';

  override render(): TemplateResult {
    const { input } = this;
    const reference = input.value as AnyReference | null | undefined;
    const entity = reference?.entity ?? this.chosen;
    return html`<vaadin-combo-box
        item-value-path="id"
        item-label-path="label"
        clear-button-visible
        .label=${input.label || undefined}
        .accessibleName=${input.accessibleName}
        .placeholder=${this.t('field.any.kind')}
        .errorMessage=${input.error}
        manual-validation
        ?invalid=${input.error !== ''}
        ?required=${input.isRequired}
        .items=${this.#kinds}
        .value=${entity}
        @value-changed=${(event: CustomEvent<{ value: string }>) => this.#kind(event.detail.value, entity)}
      ></vaadin-combo-box>
      ${
        entity === ''
          ? nothing
          : html`<ts-picker
              .entity=${entity}
              .value=${reference?.id ?? null}
              .accessibleName=${input.accessibleName}
              @ts-picked=${(event: CustomEvent<{ value: { id: string } | null }>) => this.#picked(entity, event.detail.value)}
            ></ts-picker>`
      }`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('vaadin-combo-box')?.focus();
  }

  get #kinds(): { id: string; label: string }[] {
    const { targets } = this.input.field;
    return this.meta.entities
      .filter(({ id, auxiliary }) => (targets ? targets.includes(id) : !auxiliary))
      .map(({ id, label }) => ({ id, label: this.localized(label) }));
  }

  #kind(kind: string, current: string): void {
    if (kind === current) return;
    this.chosen = kind;
    if (this.input.value) this.input.changed(null);
  }

  #picked(entity: string, value: { id: string } | null): void {
    this.chosen = entity;
    this.input.changed(value && { entity, id: value.id });
  }

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      :host {
        display: grid;
        gap: 6px;
      }
    `,
  ];
}
