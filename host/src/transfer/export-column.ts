import {
  entityMeta,
  errors as coreErrors,
  type EntityModel,
  type Execution,
  type FieldMeta,
  type LocalizedText,
} from '@tessera/core';
import { createExportCell, type CellValue, type CellStyle } from './export-cell.ts';

/** One column of an exported table. */
export interface ExportColumn {
  readonly header: string;
  readonly kind: 'text' | 'number' | 'day' | 'moment' | 'boolean';
  value(record: Readonly<Record<string, unknown>>): CellValue;
}

/** The columns of an export, and what must be read for them. */
export interface ExportColumns {
  readonly columns: readonly ExportColumn[];
  readonly fields: readonly string[];
  readonly include: readonly string[];
}

const MOST_COLUMNS = 200;
const MOST_STEPS = 4;
const REFERENCES: ReadonlySet<string> = new Set(['ref', 'user', 'team', 'state']);
const EXPANDED: ReadonlySet<string> = new Set([...REFERENCES, 'refs', 'anyRef']);
const ADDRESS_PARTS = ['lines', 'city', 'district', 'region', 'postalCode', 'countryCode'];

/**
 * Finds the columns of an export by name: a field, or a path through references such as `account.name`.
 * @throws TesseraError `CORE_NAME_UNKNOWN` for one that is not there or may not be seen, `CORE_REQUEST_INVALID` for too many.
 */
export function exportColumns(
  execution: Execution,
  model: EntityModel,
  names: readonly string[] | undefined,
  style: CellStyle,
): ExportColumns {
  const own = entityMeta(execution, model);
  const wanted = [...new Set(names ?? allFields(own.fields))];
  if (wanted.length > MOST_COLUMNS) {
    const reason = `an export has at most ${MOST_COLUMNS} columns.`;
    throw coreErrors.requestInvalid({ reason });
  }
  const columns: ExportColumn[] = [];
  const fields = new Set<string>();
  const include = new Set<string>();
  for (const path of wanted) {
    const steps = walk(execution, model, path);
    const last = steps.at(-1) as FieldMeta;
    fields.add(steps[0]?.name ?? path);
    const parent = steps.slice(0, -1).map(({ name }) => name);
    if (parent.length > 0) include.add(parent.join('.'));
    if (EXPANDED.has(last.type) && last.access !== 'mask') include.add(path);
    columns.push(...columnsOf(path, steps, last, style));
  }
  return { columns, fields: [...fields], include: [...include] };
}

/** What an export has when nobody says: everything that a person reads. */
function allFields(fields: readonly FieldMeta[]): string[] {
  return fields.filter(({ type }) => type !== 'file').map(({ name }) => name);
}

function walk(execution: Execution, model: EntityModel, path: string): FieldMeta[] {
  const steps: FieldMeta[] = [];
  let from: EntityModel | undefined = model;
  for (const name of path.split('.')) {
    const field: FieldMeta | undefined =
      from && entityMeta(execution, from).fields.find((one) => one.name === name);
    if (!field || !from || steps.length >= MOST_STEPS) {
      const entity = model.options.label.en;
      throw coreErrors.nameUnknown({ entity, what: 'field', name: path });
    }
    steps.push(field);
    from = REFERENCES.has(field.type)
      ? execution.assembly.models.get(targetOf(field) as EntityModel['id'])
      : undefined;
  }
  return steps;
}

function targetOf(field: FieldMeta): string {
  if (field.target) return field.target;
  return field.type === 'team' ? 'tessera.team' : 'tessera.user';
}

function columnsOf(
  path: string,
  steps: readonly FieldMeta[],
  field: FieldMeta,
  style: CellStyle,
): ExportColumn[] {
  const names = path.split('.');
  const label = (text: LocalizedText): string =>
    (style.locale === 'zh-CN' ? text['zh-CN'] : undefined) ?? text.en;
  const header = style.keys ? path : steps.map((step) => label(step.label)).join(' / ');
  const read = (record: Readonly<Record<string, unknown>>): unknown =>
    names.reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      record,
    );
  const type = field.type === 'rollup' ? (field.valueType ?? 'decimal') : field.type;
  if (field.access === 'mask')
    return [{ header, kind: 'text', value: (record) => maskedText(read(record)) }];
  if (type === 'money') {
    const part = (name: string) => (record: Readonly<Record<string, unknown>>) =>
      ((read(record) ?? {}) as Readonly<Record<string, string | undefined>>)[name];
    const currency = style.keys
      ? `${path}.currency`
      : `${header} (${style.locale === 'zh-CN' ? '币种' : 'currency'})`;
    return [
      {
        header: style.keys ? `${path}.amount` : header,
        kind: 'number',
        value: (record) => decimalCell(part('amount')(record)),
      },
      { header: currency, kind: 'text', value: (record) => part('currency')(record) ?? null },
    ];
  }
  if (type === 'address' && style.keys) {
    return ADDRESS_PARTS.map((part) => ({
      header: `${path}.${part}`,
      kind: 'text',
      value: (record) => {
        const value = (read(record) as Readonly<Record<string, unknown>> | null)?.[part];
        return Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : null;
      },
    }));
  }
  const cell = createExportCell({ ...field, type }, style);
  return [{ header, kind: cell.kind, value: (record) => cell.value(read(record)) }];
}

function maskedText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function decimalCell(text: string | undefined): CellValue {
  return text === undefined ? null : { number: text };
}
