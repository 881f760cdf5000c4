import type { EntityMeta, FieldMeta, Group } from '@tessera/core';
import { formatField } from '@tessera/sdk/ui';
import { findField, isSummable, namedFields } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import type { FieldView } from '../field/field-template.ts';

/** What stands above a column: how many, and the sums of some fields. */
export interface LaneSummary {
  readonly count: number;
  /** By field name; to be read, not to be reckoned with. */
  readonly sums: Readonly<Record<string, number>>;
  /** The first sum, each amount times its probability; null when it cannot be had. */
  readonly weighted: number | null;
}

export const NO_SUMMARY: LaneSummary = { count: 0, sums: {}, weighted: null };

/** The fields summed above a column. */
export function sumFields(entity: EntityMeta): readonly FieldMeta[] {
  const named = entity.board?.sums
    ? namedFields(entity, entity.board.sums)
    : entity.fields.filter(({ type }) => type === 'money').slice(0, 1);
  return named.filter((field) => isSummable(field) && field.filterable);
}

/** The percent field that weighs the first sum. */
export function weightField(entity: EntityMeta): FieldMeta | undefined {
  const field = findField(entity, entity.board?.weight ?? '');
  return field && field.access !== 'mask' && field.filterable ? field : undefined;
}

/** The sums of one group by field name. */
export function sumsOf(group: Group, fields: readonly FieldMeta[]): Record<string, number> {
  return Object.fromEntries(fields.map(({ name }) => [name, numberOf(group[name])]));
}

/** The summary with a record more, or with one less. */
export function withRecord(
  summary: LaneSummary,
  record: WireRecord,
  entity: EntityMeta,
  sign: 1 | -1,
): LaneSummary {
  const fields = sumFields(entity);
  const amounts = fields.map(({ name }): [string, number] => [name, amountOf(record[name])]);
  const weight = weightField(entity);
  const first = amounts[0]?.[1] ?? 0;
  const weighted =
    summary.weighted === null || !weight
      ? null
      : summary.weighted + (sign * first * numberOf(record[weight.name])) / 100;
  return {
    count: Math.max(0, summary.count + sign),
    sums: Object.fromEntries(
      amounts.map(([name, amount]) => [name, (summary.sums[name] ?? 0) + sign * amount]),
    ),
    weighted,
  };
}

/** A sum in few characters: “$350K”, “¥35万”. */
export function compactSum(value: number, field: FieldMeta, view: FieldView): string {
  const isMoney = field.type === 'money' || field.valueType === 'money';
  const currency = view.meta.workspace.currency;
  return new Intl.NumberFormat(view.locale, {
    notation: 'compact',
    maximumSignificantDigits: 3,
    ...(isMoney ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}),
  }).format(value);
}

/** A sum in full, as it is read out and shown on pointing. */
export function fullSum(value: number, field: FieldMeta, view: FieldView): string {
  const isMoney = field.type === 'money' || field.valueType === 'money';
  const currency = view.meta.workspace.currency;
  const amount = String(Math.round(value * 100) / 100);
  return formatField(isMoney ? { amount, currency } : amount, field, view.locale);
}

export function numberOf(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

/** An amount in the currency of the workspace, where the record knows it. */
function amountOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return numberOf(value);
  return numberOf('base' in value ? value.base : 'amount' in value ? value.amount : 0);
}
