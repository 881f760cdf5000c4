import '@vaadin/date-picker';
import '@vaadin/date-time-picker';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { calendarTexts } from './field-calendar.ts';
import { fromZoned, toZoned } from './field-moment.ts';
import type { Input } from './field-text-input.ts';

/** A calendar day; it has no zone. */
export function dateInput(input: Input): TemplateResult {
  return html`<vaadin-date-picker
    clear-button-visible
    ?auto-open-disabled=${input.label === ''}
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .i18n=${calendarTexts(input.locale, input.t('field.today'), input.t('action.cancel'))}
    .value=${typeof input.value === 'string' ? input.value : ''}
    @value-changed=${(event: CustomEvent<{ value: string }>) => {
      const value = event.detail.value === '' ? null : event.detail.value;
      if (value !== (input.value ?? null)) input.changed(value);
    }}
  ></vaadin-date-picker>`;
}

/** A moment, shown and written in the reader's zone, kept in UTC. */
export function momentInput(input: Input): TemplateResult {
  const shown =
    typeof input.value === 'string' && input.value !== ''
      ? toZoned(input.value, input.timeZone)
      : '';
  return html`<vaadin-date-time-picker
    ?auto-open-disabled=${input.label === ''}
    .label=${input.label || undefined}
    .accessibleName=${input.accessibleName}
    .helperText=${input.help}
    .errorMessage=${input.error}
    manual-validation
    ?invalid=${input.error !== ''}
    ?required=${input.isRequired}
    .i18n=${{
      ...calendarTexts(input.locale, input.t('field.today'), input.t('action.cancel')),
      dateLabel: input.t('field.datetime.date'),
      timeLabel: input.t('field.datetime.time'),
    }}
    .value=${shown}
    @value-changed=${(event: CustomEvent<{ value: string }>) => {
      const local = event.detail.value;
      if (local.slice(0, 16) !== shown)
        input.changed(local === '' ? null : fromZoned(local, input.timeZone));
    }}
  ></vaadin-date-time-picker>`;
}
