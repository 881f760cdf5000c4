import type { Address, FieldMeta, FieldType } from '@tessera/core';

/** What stands in a cell, before a format writes it down. A number is exact, as text. */
export type CellValue =
  | string
  | boolean
  | null
  | { readonly number: string }
  /** `YYYY-MM-DD`. */
  | { readonly day: string }
  /** ISO 8601 in UTC. */
  | { readonly moment: string };

/** For whom an export is written. */
export interface CellStyle {
  readonly locale: 'en' | 'zh-CN';
  /** Names and keys instead of labels, as an import understands them again in any language. */
  readonly keys: boolean;
  /** The name of a record that a plugin brought, in the language of the reader. */
  titleIn(entity: string, title: string): string;
}

/** How the values of one field become cells. */
export interface ExportCell {
  readonly kind: 'text' | 'number' | 'day' | 'moment' | 'boolean';
  value(value: unknown): CellValue;
}

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal', 'percent', 'duration']);

export function createExportCell(
  field: Pick<FieldMeta, 'type' | 'options'> & { readonly type: FieldType },
  style: CellStyle,
): ExportCell {
  const { type } = field;
  const cell = (kind: ExportCell['kind'], of: (value: unknown) => CellValue): ExportCell => ({
    kind,
    value: (value) => (value === null || value === undefined ? null : of(value)),
  });
  if (NUMBERS.has(type)) return cell('number', (value) => ({ number: String(value) }));
  switch (type) {
    case 'date':
      return cell('day', (value) => ({ day: String(value) }));
    case 'datetime':
      return cell('moment', (value) => ({ moment: String(value) }));
    case 'boolean':
      return cell('boolean', (value) => value === true);
    case 'choice':
      return cell('text', (value) => choiceText(field, String(value), style));
    case 'choices':
      return cell('text', (value) =>
        listOf(value)
          .map((key) => choiceText(field, String(key), style))
          .join('; '),
      );
    case 'state':
      return cell('text', (value) => {
        return style.keys
          ? textOf((value as { readonly key?: unknown }).key)
          : titleOf(value, style);
      });
    case 'ref':
    case 'user':
    case 'team':
    case 'anyRef':
      return cell('text', (value) => titleOf(value, style));
    case 'refs':
      return cell('text', (value) =>
        listOf(value)
          .map((one) => titleOf(one, style))
          .join('; '),
      );
    case 'address':
      return cell('text', (value) => addressText(value as Address, style));
    case 'json':
      return cell('text', (value) => JSON.stringify(value));
    default:
      return cell('text', textOf);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A record that may not be read has no title, and no id here either. */
function titleOf(value: unknown, style: CellStyle): string {
  if (typeof value !== 'object' || value === null) return '';
  const { title, entity } = value as { readonly title?: unknown; readonly entity?: unknown };
  if (typeof title !== 'string') return '';
  return typeof entity === 'string' && !style.keys ? style.titleIn(entity, title) : title;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function choiceText(
  { options }: Pick<FieldMeta, 'options'>,
  key: string,
  { locale, keys }: CellStyle,
): string {
  const label = keys ? undefined : options?.find((option) => option.key === key)?.label;
  return (locale === 'zh-CN' ? label?.['zh-CN'] : undefined) ?? label?.en ?? key;
}

function addressText(address: Address, { locale }: CellStyle): string {
  const { lines = [], city, district, region, postalCode, countryCode } = address;
  const parts =
    locale === 'zh-CN'
      ? [countryCode, region, city, district, ...lines, postalCode]
      : [...lines, district, [city, postalCode].filter(Boolean).join(' '), region, countryCode];
  return parts.filter(Boolean).join(locale === 'zh-CN' ? ' ' : ', ');
}
