import { formatField } from '@tessera/sdk/ui';
import type { Measure } from '@tessera/core';
import { isSummable } from './field-kind.ts';
import type { FieldView } from './field-template.ts';
import type { ListSource } from './list-source.ts';
import { plainText } from './field-plain.ts';

/** The sums of the money and decimal columns over all rows of a list, formatted; none when they cannot be had. */
export async function readSums(
  source: ListSource,
  view: FieldView,
): Promise<Readonly<Record<string, string>>> {
  const fields = source.request.columns.filter((field) => isSummable(field) && field.filterable);
  if (fields.length === 0) return {};
  const measures = Object.fromEntries(
    fields.map(({ name }): [string, Measure] => [name, { sum: name }]),
  );
  try {
    const [sums] = await source.aggregate(measures);
    return Object.fromEntries(
      fields.flatMap((field) => {
        const sum = sums?.[field.name];
        if (sum === null || sum === undefined) return [];
        const isMoney = field.type === 'money' || field.valueType === 'money';
        const value = isMoney
          ? { amount: plainText(sum), currency: view.meta.workspace.currency }
          : plainText(sum);
        return [[field.name, formatField(value, field, view.locale)]];
      }),
    );
  } catch {
    return {};
  }
}
