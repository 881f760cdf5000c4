import '@vaadin/combo-box';
import '@vaadin/multi-select-combo-box';
import type { FieldMeta, ChoiceOption } from '@tessera/core';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { choiceTexts } from './field-choice-texts.ts';
import type { Input } from './field-text-input.ts';

interface Item {
  readonly key: string;
  readonly label: string;
}

/** One of a fixed list, found by typing. */
export function choiceInput(input: Input): TemplateResult {
  return html`<vaadin-combo-box
    item-id-path="key"
    item-value-path="key"
    item-label-path="label"
    ?clear-button-visible=${!input.isRequired}
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    .placeholder=${input.t('field.choose')}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .items=${itemsOf(input)}
    .value=${typeof input.value === 'string' ? input.value : ''}
    @value-changed=${(event: CustomEvent<{ value: string }>) => {
      const value = event.detail.value === '' ? null : event.detail.value;
      if (value !== (input.value ?? null)) input.changed(value);
    }}
  ></vaadin-combo-box>`;
}

/** Several of a fixed list. */
export function choicesInput(input: Input): TemplateResult {
  const keys = Array.isArray(input.value) ? (input.value as readonly string[]) : [];
  const items = itemsOf(input);
  return html`<vaadin-multi-select-combo-box
    item-id-path="key"
    item-value-path="key"
    item-label-path="label"
    auto-expand-vertically
    .i18n=${choiceTexts(input.t)}
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    .placeholder=${input.t('field.choose')}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .items=${items}
    .selectedItems=${items.filter(({ key }) => keys.includes(key))}
    @selected-items-changed=${(event: CustomEvent<{ value: readonly Item[] }>) => {
      const value = event.detail.value.map(({ key }) => key);
      if (value.join() !== keys.join()) input.changed(value);
    }}
  ></vaadin-multi-select-combo-box>`;
}

/** Choices that can be newly chosen, and what is chosen already. */
function itemsOf({ field, value, localized }: Input): Item[] {
  return optionsOf(field)
    .filter(
      ({ key, active }) =>
        active !== false || key === value || (Array.isArray(value) && value.includes(key)),
    )
    .map(({ key, label }) => ({ key, label: localized(label) }));
}

function optionsOf(field: FieldMeta): readonly ChoiceOption[] {
  return field.options ?? [];
}
