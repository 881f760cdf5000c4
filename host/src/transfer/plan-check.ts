import { may, reach, reachesNothing, entityMeta, errors as coreErrors } from '@tessera/core';
import type { EntityModel, Execution, FieldMeta, FieldModel, Problem } from '@tessera/core';
import { isDateFormat } from './date-text.ts';
import { errors } from './errors.ts';
import { matchHeaders } from './header-match.ts';
import type { FieldMapping, ImportPlan, ReadyPlan, RowFilter } from './import-plan.ts';
import { columnsOf } from './template.ts';

const PARTS: Readonly<Partial<Record<FieldModel['type'], readonly string[]>>> = {
  address: ['lines', 'city', 'district', 'region', 'postalCode', 'countryCode'],
  money: ['amount', 'currency'],
};
const REFERENCES: ReadonlySet<string> = new Set(['ref', 'refs', 'user', 'team', 'anyRef']);

/**
 * Checks a plan against the entity as the principal sees it and against the headers of the file, and maps by header where it says
 * nothing. A field that the principal may not see answers as one that is not there.
 * @throws TesseraError `HOST_IMPORT_PLAN_INVALID` with everything that is wrong, or `CORE_NOT_PERMITTED`
 */
export function preparePlan(
  execution: Execution,
  plan: ImportPlan,
  headers: readonly string[],
): ReadyPlan {
  const model = findModel(execution, plan.entity);
  if (!model) {
    const detail = `There is no entity “${plan.entity}”.`;
    throw refuse([{ pointer: '/entity', detail }]);
  }
  requireRights(execution, plan, model);
  const meta = entityMeta(execution, model);
  const mapping = plan.mapping ?? matchHeaders(headers, meta).mapping;
  const fields = new Map(meta.fields.map((field) => [field.name, field]));
  const problems: Problem[] = [];
  const check = { plan, model, fields, headers: new Set(headers), problems };
  if (Object.keys(mapping).length === 0) {
    problems.push({ pointer: '/mapping', detail: 'No header of the file is the name of a field.' });
  }
  for (const [target, field] of Object.entries(mapping))
    checkMapping(check, execution, target, field);
  checkKey(check, mapping);
  checkFilter(check, plan.filter);
  for (const column of Object.keys(plan.valueMaps ?? {})) {
    checkColumn(check, column, `/valueMaps/${escape(column)}`);
  }
  if (problems.length > 0) throw refuse(problems);
  return { ...plan, mapping };
}

/** `billingAddress.city` is the part `city` of the field `billingAddress`. */
export function splitTarget(target: string): { readonly name: string; readonly part?: string } {
  const [name = '', part] = target.split('.', 2);
  return part === undefined ? { name } : { name, part };
}

/** The problems of a plan as an error. */
export function refuse(problems: readonly Problem[]): Error {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const place = first?.pointer ? `${first.pointer}: ` : '';
  return errors.planInvalid({ reason: `${place}${first?.detail ?? ''}${more}` }, { problems });
}

interface Check {
  readonly plan: ImportPlan;
  readonly model: EntityModel;
  readonly fields: ReadonlyMap<string, FieldMeta>;
  readonly headers: ReadonlySet<string>;
  readonly problems: Problem[];
}

function findModel(execution: Execution, entity: string): EntityModel | undefined {
  const model = execution.assembly.models.get(entity as EntityModel['id']);
  return model && !reachesNothing(reach(execution, model, 'read')) ? model : undefined;
}

function requireRights(execution: Execution, plan: ImportPlan, model: EntityModel): void {
  const needed = plan.mode === 'upsert' ? (['create', 'update'] as const) : [plan.mode];
  for (const action of needed) {
    if (!reachesNothing(reach(execution, model, action))) continue;
    throw coreErrors.notPermitted({ action, entity: model.options.plural.en.toLowerCase() });
  }
  if (plan.history && !may(execution, 'tessera.import.history')) {
    throw coreErrors.notPermitted({ action: 'import', entity: 'history' });
  }
}

function checkMapping(
  check: Check,
  execution: Execution,
  target: string,
  mapping: FieldMapping,
): void {
  const { fields, model, problems } = check;
  const { name, part } = splitTarget(target);
  const pointer = `/mapping/${escape(target)}`;
  const field = fields.get(name);
  const add = (detail: string, at = pointer): void => void problems.push({ pointer: at, detail });
  if (!field || field.access === 'mask') {
    add(`${model.options.label.en} has no field “${name}”.`);
    return;
  }
  if (part !== undefined && !PARTS[field.type]?.includes(part))
    add(`“${name}” has no part “${part}”.`);
  if (!isWritten(check, field)) add(whyNot(check, field));
  if (field.type === 'file') add('A file cannot be imported from a table.');
  for (const column of columnsUsed(mapping)) checkColumn(check, column, pointer);
  if (mapping.mapOnly && !mapping.map) add('needs a “map”', `${pointer}/mapOnly`);
  if (mapping.format !== undefined && !DATES.has(field.type))
    add('is for dates only', `${pointer}/format`);
  else if (mapping.format !== undefined && !isDateFormat(mapping.format)) {
    add('needs a year, a month and a day, such as DD/MM/YYYY', `${pointer}/format`);
  }
  if (mapping.multiply !== undefined && !NUMBERS.has(field.type)) {
    add('is for numbers only', `${pointer}/multiply`);
  }
  if (mapping.lookup !== undefined || mapping.entity !== undefined || field.type === 'anyRef') {
    checkLookup(check, execution, field, mapping, pointer);
  }
}

const DATES: ReadonlySet<string> = new Set(['date', 'datetime']);
const NUMBERS: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'money',
  'percent',
  'duration',
]);

/** A field of the key may be there only to find the record. */
function isWritten({ plan }: Check, field: FieldMeta): boolean {
  const isKey = plan.key?.includes(field.name) ?? false;
  if (isKey && plan.mode === 'update') return true;
  if (field.access !== 'write') return false;
  if (!field.readOnly) return true;
  return plan.history === true && !field.system && field.type !== 'rollup';
}

function whyNot({ plan }: Check, field: FieldMeta): string {
  const label = `“${field.name}”`;
  if (field.access !== 'write') return `You may not write ${label}.`;
  const byHistory = !field.system && field.type !== 'rollup' && !plan.history;
  return `${label} is filled by the system${byHistory ? '; an import of history may set it' : ''}.`;
}

function checkLookup(
  { problems }: Check,
  execution: Execution,
  field: FieldMeta,
  mapping: FieldMapping,
  pointer: string,
): void {
  if (!REFERENCES.has(field.type)) {
    problems.push({ pointer: `${pointer}/lookup`, detail: 'is for references only' });
    return;
  }
  const entity = field.type === 'anyRef' ? mapping.entity : field.target;
  const target = findModel(execution, entity ?? '');
  if (!target) {
    const detail = entity ? `There is no entity “${entity}”.` : 'Say which entity it points to.';
    problems.push({ pointer: `${pointer}/entity`, detail });
    return;
  }
  const readable = entityMeta(execution, target).fields.filter(({ access }) => access !== 'mask');
  for (const name of [mapping.lookup ?? []].flat()) {
    if (readable.some((one) => one.name === name && one.filterable)) continue;
    const detail = `${target.options.label.en} has no field “${name}”.`;
    problems.push({ pointer: `${pointer}/lookup`, detail });
  }
}

function checkKey(check: Check, mapping: Readonly<Record<string, FieldMapping>>): void {
  const { plan, fields, problems } = check;
  if (!plan.key && plan.mode !== 'create') {
    problems.push({
      pointer: '/key',
      detail: `To ${plan.mode}, say which fields tell the records apart.`,
    });
  }
  for (const [index, name] of (plan.key ?? []).entries()) {
    const field = fields.get(name);
    if (!field?.filterable)
      problems.push({
        pointer: `/key/${index}`,
        detail: `There is no field “${name}” to find records by.`,
      });
    else if (!Object.hasOwn(mapping, name))
      problems.push({ pointer: `/key/${index}`, detail: `No column is mapped to “${name}”.` });
  }
}

function checkFilter(check: Check, filter: RowFilter | undefined): void {
  const columns = [
    ...(filter?.filled ?? []),
    ...(filter?.empty ?? []),
    ...Object.keys(filter?.equals ?? {}),
  ];
  for (const column of columns) checkColumn(check, column, '/filter');
}

function checkColumn({ headers, problems }: Check, column: string, pointer: string): void {
  if (!headers.has(column))
    problems.push({ pointer, detail: `The file has no column “${column}”.` });
}

function columnsUsed({ column, template }: FieldMapping): string[] {
  return [
    ...(column === undefined ? [] : [column]),
    ...(template === undefined ? [] : columnsOf(template)),
  ];
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
