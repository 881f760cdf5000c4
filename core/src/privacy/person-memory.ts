import { withCatalog } from '../catalog/catalog-models.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import type { AnyRecord } from '../records/records.ts';
import { readStored } from '../records/write-stored.ts';
import type { Write } from '../records/write-draft.ts';
import { gatherBelongings, type Belonging } from './belongings.ts';
import type { PersonReference } from './person.ts';
import { addressesIn, addressFields, type PersonAddress } from './person-address.ts';
import { isWrite } from '../records/audit.ts';

/** What has to be known of a person while an erasure looks for it everywhere; it is forgotten when that is done. */
export interface PersonMemory {
  readonly addresses: readonly PersonAddress[];
  /** The addresses as they were written, and in their one form. */
  readonly written: readonly string[];
  /** Texts that go, the longest first; the addresses are among them. */
  readonly texts: readonly string[];
}

/** A shorter text stands for too many things. */
const SHORTEST_TEXT = 3;
const ROWS = 500;
const TEXTS: ReadonlySet<string> = new Set(['text', 'richText', 'email', 'phone', 'url']);

/** Reads whole records of an entity as they are stored, deleted ones too, page by page. Nobody is asked whether they may be seen. */
export async function* readWhole(
  execution: Execution,
  model: EntityModel,
  ids: readonly string[],
): AsyncGenerator<readonly AnyRecord[]> {
  const at = execution.assembly.clock.now().toISOString();
  const write: Write = { execution, model, action: 'update', history: false, at };
  for (let first = 0; first < ids.length; first += ROWS) {
    const stored = await readStored(write, 'id', ids.slice(first, first + ROWS), 'true');
    yield stored.map(({ record }) => record);
  }
}

/** What a person is known by: from the record of the person, all that is part of it, and the personal fields of what mentions it. */
export async function rememberPerson(
  execution: Execution,
  person: PersonReference,
): Promise<PersonMemory> {
  const whole = await withCatalog(execution);
  const addresses = new Map<string, PersonAddress>();
  const written = new Set<string>();
  const texts = new Set<string>();
  for (const belonging of await gatherBelongings(whole, person)) {
    const { model, deal, ids } = belonging;
    if (deal === 'keep') continue;
    for (const text of await earlierTexts(whole, belonging)) texts.add(text);
    const fields = deal === 'erase' ? addressFields(whole.assembly.models, model) : [];
    for await (const page of readWhole(whole, model, ids)) {
      for (const record of page) {
        for (const { kind, value, field } of addressesIn(fields, record)) {
          addresses.set(`${kind}:${value}`, { kind, value });
          written.add(value).add(String(record[field]));
        }
        for (const text of textsOf(belonging, record)) texts.add(text);
      }
    }
  }
  return {
    addresses: [...addresses.values()],
    written: longestFirst(written),
    texts: longestFirst(new Set([...texts, ...written])),
  };
}

function longestFirst(texts: ReadonlySet<string>): string[] {
  return [...texts].toSorted((one, other) => other.length - one.length || (one < other ? -1 : 1));
}

/** What the fields held before, as the audit still tells. */
async function earlierTexts(
  execution: Execution,
  { model, ids, fields }: Belonging,
): Promise<readonly string[]> {
  const names = fields.filter(isText).map(({ name }) => name);
  const rows = await currentSql(execution).query<{ text: string }>(
    `select distinct v.value #>> '{}' as text from tessera.audit a, jsonb_each(a.changes) c,
       jsonb_array_elements(case when jsonb_typeof(c.value) = 'array' then c.value else '[]' end) v
     where a.entity = $1 and a.record_id = any($2::uuid[]) and c.key = any($3::text[]) and jsonb_typeof(v.value) = 'string'
       and ${isWrite}`,
    [model.id, ids, names],
  );
  return rows.flatMap(({ text }) => (text.trim().length >= SHORTEST_TEXT ? [text] : []));
}

function textsOf({ fields }: Belonging, record: AnyRecord): string[] {
  return fields.filter(isText).flatMap(({ name }) => {
    const value = record[name];
    return typeof value === 'string' && value.trim().length >= SHORTEST_TEXT ? [value] : [];
  });
}

function isText({ type }: FieldModel): boolean {
  return TEXTS.has(type);
}
