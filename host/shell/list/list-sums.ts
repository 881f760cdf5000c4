import { formatField } from '@tessera/sdk/ui';
import type { FieldMeta, Measure } from '@tessera/core';
import type { FieldView } from '../field/field-template.ts';
import { plainText } from '../field/field-plain.ts';
import type { ListSource } from './list-source.ts';
import { totalOf } from './list-total.ts';
import type { ListTotal, ListTotals } from './list-total.ts';

/** The totals of columns over all rows of a list, as short texts; none when they cannot be had. */
export async function readSums(
  source: ListSource,
  columns: readonly FieldMeta[],
  view: FieldView,
  chosen: ListTotals,
): Promise<Readonly<Record<string, string>>> {
  const wanted = columns.flatMap((field) => {
    const total = totalOf(field, chosen);
    return total ? [{ field, total }] : [];
  });
  if (wanted.length === 0) return {};
  const measures = Object.fromEntries(
    wanted.map(({ field, total }) => [field.name, { [total]: field.name } as unknown as Measure]),
  );
  try {
    const [values] = await source.aggregate(measures);
    return Object.fromEntries(
      wanted.flatMap(({ field, total }) => {
        const value = values?.[field.name];
        if (value === null || value === undefined) return [];
        const text = { value: totalText(value, field, total, view) };
        return [[field.name, view.t(`total.short.${total}`, text)]];
      }),
    );
  } catch {
    return {};
  }
}

function totalText(value: unknown, field: FieldMeta, total: ListTotal, view: FieldView): string {
  if (total === 'countDistinct') return new Intl.NumberFormat(view.locale).format(Number(value));
  const isMoney = field.type === 'money' || field.valueType === 'money';
  if (isMoney)
    return formatField(
      { amount: plainText(value), currency: view.meta.workspace.currency },
      field,
      view.locale,
    );
  const shown = total === 'avg' ? Math.round(Number(value) * 100) / 100 : value;
  // An average of whole numbers is none.
  const kind =
    total === 'avg' && field.type === 'integer' ? { ...field, type: 'decimal' as const } : field;
  return formatField(shown, kind, view.locale, view.timeZone);
}
