import type { AnyRecord, EntityModel, Execution, Records } from '@tessera/core';
import { wireText } from './wire-text.ts';
import { withoutUndone } from './undo-store.ts';
import { queryAll } from './reference-lookup.ts';

/** Records that are there already, by the text of their key. */
export interface ExistingRecords {
  readonly live: ReadonlyMap<string, readonly AnyRecord[]>;
  /** Keys that only a record in the recycle bin has. What an undo put there does not count: it may be imported again. */
  readonly deleted: ReadonlySet<string>;
}

/** The key of a record or of what is to become one; undefined when a part of it is empty. */
export function keyOf(
  model: EntityModel,
  key: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  const parts: string[] = [];
  for (const name of key) {
    const value = values[name];
    if (value === null || value === undefined) return undefined;
    const isFolded = ['email', 'url'].includes(model.fields.get(name)?.type ?? '') || name === 'id';
    const text = wireText(value).trim();
    parts.push(isFolded ? text.toLowerCase() : text);
  }
  return JSON.stringify(parts);
}

/** Reads the records with these keys, all at once; of several fields each narrows the others. */
export async function findExisting(
  execution: Execution,
  model: EntityModel,
  key: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  fields: readonly string[],
): Promise<ExistingRecords> {
  const wanted = new Map(
    rows.flatMap((values) => {
      const text = keyOf(model, key, values);
      return text === undefined ? [] : [[text, values] as const];
    }),
  );
  if (wanted.size === 0) return { live: new Map(), deleted: new Set() };
  const records = execution.assembly.context('tessera').records(model.id) as unknown as Records;
  const live = new Map<string, AnyRecord[]>();
  const add = (text: string, record: AnyRecord): void =>
    void live.set(text, [...(live.get(text) ?? []), record]);
  for await (const record of queryAll(records, filterOf(key, [...wanted.values()]), fields)) {
    const text = keyOf(model, key, record);
    if (text !== undefined && wanted.has(text)) add(text, record);
  }
  const absent = [...wanted].filter(([text]) => !live.has(text)).map(([, values]) => values);
  if (absent.length === 0) return { live, deleted: new Set() };
  const binned = new Map<string, string>();
  for await (const record of queryAll(records, filterOf(key, absent), key, true)) {
    const text = keyOf(model, key, record);
    if (text !== undefined && wanted.has(text)) binned.set(record.id, text);
  }
  const sql = execution.transaction ?? execution.assembly.database;
  const others = binned.size === 0 ? [] : await withoutUndone(sql, [...binned.keys()]);
  const deleted = new Set(others.flatMap((id) => binned.get(id) ?? []));
  return { live, deleted };
}

function filterOf(
  key: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  return {
    and: key.map((name) => ({ [name]: { in: [...new Set(rows.map((values) => values[name]))] } })),
  };
}
