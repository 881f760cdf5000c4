import type { AnyRecord, EntityModel, Execution, Filter, Records } from '@tessera/core';
import { isUuid, entityMeta } from '@tessera/core';
import type { OpenReference, RowValues } from './row-values.ts';

const PAGE = 1000;

/** Ids of records by what they were looked up by; kept over one run. What was not found is asked for again. */
export type ReferenceCache = Map<string, string>;

/**
 * Finds the records that rows point to by text, all of a chunk at once, as the principal may see them, and writes their ids into the
 * rows. A text that fits none or several records becomes a problem of its row.
 */
export async function resolveReferences(
  execution: Execution,
  rows: readonly RowValues[],
  cache: ReferenceCache,
): Promise<void> {
  const open = rows.flatMap((row) => row.references.map((reference) => ({ row, reference })));
  const groups = Map.groupBy(
    open,
    ({ reference: { target, lookup } }) => `${target} ${lookup.join(' ')}`,
  );
  for (const [group, list] of groups) {
    const [first] = list;
    if (!first) continue;
    const { target, lookup } = first.reference;
    const texts = new Set(list.flatMap(({ reference }) => reference.texts));
    const unknown = [...texts].filter((text) => !cache.has(`${group} ${text}`));
    const several = await find(execution, target, lookup, unknown, (text, id) =>
      cache.set(`${group} ${text}`, id),
    );
    for (const { row, reference } of list) {
      fill(execution, row, reference, (text) => cache.get(`${group} ${text}`), several);
    }
  }
}

function fill(
  { assembly }: Execution,
  { values, problems }: RowValues,
  { field, target, texts }: OpenReference,
  idOf: (text: string) => string | undefined,
  several: ReadonlySet<string>,
): void {
  const ids: string[] = [];
  for (const text of texts) {
    const id = idOf(text);
    if (id !== undefined) {
      ids.push(id);
      continue;
    }
    const noun = (assembly.models.get(target)?.options.label.en ?? target).toLowerCase();
    const detail = several.has(text)
      ? `${field.label.en}: there is more than one ${noun} “${text}”.`
      : `${field.label.en}: there is no ${noun} “${text}”.`;
    problems.push({ pointer: `/${field.name}`, detail });
  }
  if (ids.length < texts.length) return;
  if (field.type === 'refs') values[field.name] = ids;
  else values[field.name] = field.type === 'anyRef' ? { entity: target, id: ids[0] } : ids[0];
}

/** Tries one field after the other; answers the texts that fit several records. */
async function find(
  execution: Execution,
  target: OpenReference['target'],
  lookup: readonly string[],
  texts: readonly string[],
  found: (text: string, id: string) => void,
): Promise<ReadonlySet<string>> {
  const several = new Set<string>();
  const model = execution.assembly.models.get(target);
  if (!model || texts.length === 0) return several;
  const records = execution.assembly.context('tessera').records(target) as unknown as Records;
  let open = texts;
  for (const name of lookup.length > 0 ? lookup : naturalLookup(execution, model)) {
    if (open.length === 0) break;
    const byText = await findBy(records, model, name, open);
    for (const text of open) {
      const ids = byText.get(text) ?? [];
      if (ids.length === 1) found(text, ids[0] as string);
      else if (ids.length > 1) several.add(text);
    }
    open = open.filter((text) => !byText.has(text));
  }
  return several;
}

/** The id, then the unique fields, then the title. */
function naturalLookup(execution: Execution, model: EntityModel): string[] {
  const { fields, title } = entityMeta(execution, model);
  const unique = fields.filter((field) => field.unique && field.filterable).map(({ name }) => name);
  const isTitle = fields.some((field) => field.name === title && field.filterable);
  return [...new Set(['id', ...unique, ...(isTitle ? [title] : [])])];
}

async function findBy(
  records: Records,
  model: EntityModel,
  name: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const isEmail = model.fields.get(name)?.type === 'email';
  const normalize = (text: string): string =>
    isEmail || name === 'id' ? text.toLowerCase() : text;
  const fits = texts.filter((text) =>
    name === 'id' ? isUuid(text) : !isEmail || text.includes('@'),
  );
  const found = new Map<string, string[]>();
  if (fits.length === 0) return found;
  for await (const record of queryAll(
    records,
    { [name]: { in: [...new Set(fits.map(normalize))] } },
    [name],
  )) {
    const ids = found.get(String(record[name])) ?? [];
    found.set(String(record[name]), [...ids, record.id]);
  }
  return new Map(
    fits.flatMap((text) => {
      const ids = found.get(normalize(text));
      return ids ? [[text, ids] as const] : [];
    }),
  );
}

/** Every record that the filter keeps, page by page. */
export async function* queryAll(
  records: Records,
  filter: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  deleted = false,
): AsyncGenerator<AnyRecord> {
  let cursor: string | undefined;
  do {
    const page = await records.query({
      filter: filter as Filter,
      fields,
      limit: PAGE,
      cursor,
      count: 'none',
      deleted,
    });
    yield* page.records;
    cursor = page.next;
  } while (cursor !== undefined);
}
