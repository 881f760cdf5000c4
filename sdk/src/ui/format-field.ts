import type { Address, FieldMeta, Money } from '@tessera/core';
import { localized } from './localized.ts';

type Formatted = Pick<FieldMeta, 'type' | 'valueType' | 'options' | 'scale' | 'ungrouped'>;

/**
 * A value as text, as people of the locale write it. Empty for null. Times are shown in `timeZone`, the browser's when not given.
 *
 * @example
 * ```ts
 * import { formatField } from '@tessera/sdk/ui';
 *
 * export const day = formatField('2026-11-28', { type: 'date' }, 'zh-CN');
 * export const share = formatField(12.5, { type: 'percent' }, 'en');
 * ```
 */
export function formatField(
  value: unknown,
  field: Formatted,
  locale: string,
  timeZone?: string,
): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.type === 'rollup' ? (field.valueType ?? 'decimal') : field.type) {
    case 'money':
      return formatMoney(value as Money, locale);
    case 'integer':
      return new Intl.NumberFormat(locale, { useGrouping: !field.ungrouped }).format(Number(value));
    case 'decimal':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: field.scale ?? 4 }).format(
        value as never,
      );
    case 'percent':
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(Number(value))} %`;
    case 'date':
      return dateText(`${textOf(value)}T00:00:00Z`, locale, {
        timeZone: 'UTC',
        dateStyle: 'medium',
      });
    case 'datetime':
      return dateText(textOf(value), locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        ...(timeZone ? { timeZone } : {}),
      });
    case 'duration':
      return formatDuration(Number(value), locale);
    case 'boolean':
      return value ? '✓' : '–';
    case 'choice':
      return optionLabel(field, textOf(value), locale);
    case 'choices':
      return (value as readonly string[]).map((key) => optionLabel(field, key, locale)).join(', ');
    case 'address':
      return formatAddress(value as Address, locale);
    case 'json':
      return JSON.stringify(value);
    default:
      return typeof value === 'object' ? titleOf(value) : textOf(value);
  }
}

/**
 * An amount with its currency. Whole amounts from 1,000 on are shown without digits after the point.
 *
 * @example
 * ```ts
 * import { formatMoney } from '@tessera/sdk/ui';
 *
 * export const text = formatMoney({ amount: '248000.00', currency: 'CNY' }, 'zh-CN');
 * ```
 */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  const isWhole = Number(amount) % 1 === 0 && Math.abs(Number(amount)) >= 1000;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(isWhole ? { maximumFractionDigits: 0 } : {}),
  }).format(amount as never);
}

/**
 * Seconds as hours and minutes.
 *
 * @example
 * ```ts
 * import { formatDuration } from '@tessera/sdk/ui';
 *
 * export const text = formatDuration(5400, 'en');
 * ```
 */
export function formatDuration(seconds: number, locale: string): string {
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(
      value,
    );
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts = [
    ...(hours > 0 ? [unit(hours, 'hour')] : []),
    ...(minutes > 0 ? [unit(minutes, 'minute')] : []),
    ...(seconds < 60 ? [unit(seconds, 'second')] : []),
  ];
  return parts.join(' ');
}

/** China writes from the large to the small, in one line. */
function formatAddress(address: Address, locale: string): string {
  const country = address.countryCode
    ? new Intl.DisplayNames(locale, { type: 'region' }).of(address.countryCode)
    : undefined;
  const { lines = [], city, district, region, postalCode } = address;
  const parts = locale.startsWith('zh')
    ? [country, region, city, district, ...lines, postalCode]
    : [...lines, district, [city, postalCode].filter(Boolean).join(' '), region, country];
  return parts.filter(Boolean).join(locale.startsWith('zh') ? ' ' : ', ');
}

function optionLabel(field: Formatted, key: string, locale: string): string {
  const option = field.options?.find((one) => one.key === key);
  return option ? localized(option.label, locale) : key;
}

function dateText(text: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime())
    ? text
    : new Intl.DateTimeFormat(locale, options).format(moment);
}

function titleOf(value: object): string {
  return 'title' in value && typeof value.title === 'string' ? value.title : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
