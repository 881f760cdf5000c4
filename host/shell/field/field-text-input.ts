import '@vaadin/checkbox';
import '@vaadin/email-field';
import '@vaadin/text-area';
import '@vaadin/text-field';
import type { FieldMeta, LocalizedText } from '@tessera/core';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { parseDuration, writeDuration } from './field-duration.ts';
import { plainText } from './field-plain.ts';

/** What every editor gets: the field, its value, how it is named, and where its changes go. */
export interface Input {
  readonly field: FieldMeta;
  readonly value: unknown;
  /** Shown above; empty when edited in place. */
  readonly label: string;
  readonly accessibleName: string;
  readonly help: string;
  readonly error: string;
  readonly isRequired: boolean;
  readonly locale: string;
  readonly timeZone: string;
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly localized: (text: LocalizedText) => string;
  readonly changed: (value: unknown) => void;
}

const INPUT_MODES: Readonly<Record<string, string>> = { phone: 'tel', url: 'url', email: 'email' };

/** One line of text, an address of some kind, or a phone number. */
export function lineInput(input: Input): TemplateResult {
  return textField(input, {
    shown: text(input.value),
    mode: INPUT_MODES[input.field.type] ?? 'text',
    autocomplete: 'off',
    read: (words) => (words === '' ? null : words),
  });
}

/** A number. It stays text until it is sent, so that a decimal keeps every digit; the server judges what is no number. */
export function numberInput(input: Input): TemplateResult {
  return textField(input, {
    shown: text(input.value),
    mode: input.field.type === 'integer' ? 'numeric' : 'decimal',
    suffix: input.field.type === 'percent' ? '%' : '',
    read: (words) => readNumber(words, input.field),
  });
}

export function durationInput(input: Input): TemplateResult {
  return textField(input, {
    shown: typeof input.value === 'number' ? writeDuration(input.value) : text(input.value),
    mode: 'text',
    placeholder: input.t('field.duration.placeholder'),
    read: (words) => (words.trim() === '' ? null : (parseDuration(words) ?? words)),
    isLate: true,
  });
}

export function areaInput(input: Input): TemplateResult {
  return html`<vaadin-text-area
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .maxlength=${input.field.maxLength ?? undefined}
    .value=${text(input.value)}
    @input=${(event: Event) => input.changed(valueOf(event) === '' ? null : valueOf(event))}
  ></vaadin-text-area>`;
}

/** JSON as text; it is sent as written while it cannot be read, so that the server says what is wrong with it. */
export function jsonInput(input: Input): TemplateResult {
  return html`<vaadin-text-area
    class="mono"
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help || input.t('field.json.help')}
    .errorMessage=${input.error}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .value=${typeof input.value === 'string' ? input.value : input.value === null || input.value === undefined ? '' : JSON.stringify(input.value, null, 2)}
    @change=${(event: Event) => input.changed(readJson(valueOf(event)))}
  ></vaadin-text-area>`;
}

export function checkInput(input: Input): TemplateResult {
  return html`<vaadin-checkbox
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    manual-validation
    ?invalid=${input.error !== ''}
    .checked=${input.value === true}
    @change=${(event: Event) => input.changed((event.target as HTMLInputElement).checked)}
  ></vaadin-checkbox>`;
}

interface TextFieldOptions {
  readonly shown: string;
  readonly mode: string;
  readonly suffix?: string;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  /** Reads when the field is left, not at each key. */
  readonly isLate?: boolean;
  read(words: string): unknown;
}

function textField(input: Input, options: TextFieldOptions): TemplateResult {
  const changed = (event: Event) => input.changed(options.read(valueOf(event)));
  return html`<vaadin-text-field
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    .placeholder=${options.placeholder ?? ''}
    autocomplete=${options.autocomplete ?? 'off'}
    inputmode=${options.mode}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .maxlength=${input.field.maxLength ?? undefined}
    .value=${options.shown}
    @input=${options.isLate ? undefined : changed}
    @change=${changed}
  >
    ${options.suffix ? html`<span slot="suffix" aria-hidden="true">${options.suffix}</span>` : ''}
  </vaadin-text-field>`;
}

function readNumber(words: string, field: FieldMeta): unknown {
  const plain = words.trim().replaceAll(/[\s,_]/g, '');
  if (plain === '') return null;
  const isNumber = /^-?\d+(\.\d+)?$/.test(plain);
  if (!isNumber || field.type === 'decimal') return isNumber ? plain : words;
  return words.endsWith('.') ? words : Number(plain);
}

function readJson(words: string): unknown {
  if (words.trim() === '') return null;
  try {
    return JSON.parse(words) as unknown;
  } catch {
    return words;
  }
}

function text(value: unknown): string {
  return plainText(value);
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
