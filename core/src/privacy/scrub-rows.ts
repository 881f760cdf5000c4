import { withCatalog } from '../catalog/catalog-models.ts';
import { eraseAuditValues, type AuditErasure } from '../audit/erase-audit-values.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { inTransaction } from '../records/write-batch.ts';
import { escapeLike, quoteName } from '../records/sql-parameters.ts';
import { stillTells } from './forget-rows.ts';
import type { PersonMemory } from './person-memory.ts';
import { createScrub, type Scrub } from './scrub-text.ts';

/** A table of the host with what of it may hold texts of people. */
interface Scrubbed {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What never holds a value of a record, what another step deals with, and what the erasure itself needs until it is done. */
const LEFT_OUT =
  /^(audit.*|search|catalog|custom_field|setting|schema_.*|system_step|plugin.*|suppression|erased_record|privacy_request)$/;
const ROWS = 200;

/**
 * Looks through every table that core and the host keep beside the records for rows that name the person, by an address or by the id of a
 * record, and takes the person's texts out of them: answers kept for repeated requests, events of plugins, rows of imports, views, jobs.
 * New tables are looked through without being named here.
 * @param ids - of the records that were erased
 */
export async function scrubRows(
  execution: Execution,
  memory: PersonMemory,
  ids: readonly string[],
): Promise<void> {
  const patterns = [...memory.written, ...ids].map((text) => `%${escapeLike(text)}%`);
  if (patterns.length === 0) return;
  const scrub = createScrub(memory.texts);
  const whole = await withCatalog(execution);
  const records = new Set(
    [...whole.assembly.models.values()].map(({ schema, table }) => `${schema}.${table}`),
  );
  for (const table of await tablesToScrub(currentSql(execution), records))
    await scrubTable(execution, table, patterns, scrub);
}

async function tablesToScrub(sql: Sql, records: ReadonlySet<string>): Promise<Scrubbed[]> {
  const rows = await sql.query<{ schema: string; name: string; column: string; type: string }>(
    `select n.nspname as schema, c.relname as name, a.attname as column, format_type(a.atttypid, null) as type
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where (n.nspname = 'tessera' or (n.nspname = 'pgboss' and c.relname = 'job'))
       and c.relkind in ('r', 'p') and not c.relispartition
       and format_type(a.atttypid, null) in ('text', 'jsonb', 'json', 'character varying') order by 1, 2, a.attnum`,
  );
  const tables = Map.groupBy(rows, ({ schema, name }) => `${schema}.${name}`);
  return [...tables].flatMap(([full, columns]) => {
    const [{ schema, name }] = columns as [(typeof columns)[number]];
    if (records.has(full) || (schema === 'tessera' && LEFT_OUT.test(name))) return [];
    return [
      {
        table: `${quoteName(schema)}.${quoteName(name)}`,
        columns: columns.map(({ column, type }) => ({ name: column, type })),
      },
    ];
  });
}

/** Each page is a transaction: the rows stay where they are while they are looked at. */
async function scrubTable(
  execution: Execution,
  { table, columns }: Scrubbed,
  patterns: readonly string[],
  scrub: Scrub,
): Promise<void> {
  const list = columns.map(({ name }) => `t.${quoteName(name)}`).join(', ');
  const wanted = arrayLiteral(patterns);
  const found = columns.map(({ name }) => `t.${quoteName(name)}::text ilike any(${wanted})`);
  await inTransaction(execution, true, async (inner) => {
    const sql = currentSql(inner);
    await sql.query(
      `declare scrubbing no scroll cursor for select t.tableoid::regclass::text as "$part", t.ctid::text as "$place", ${list}
       from ${table} t where ${found.join(' or ')} for update`,
    );
    for (;;) {
      const rows = await sql.query(`fetch ${ROWS} from scrubbing`);
      for (const row of rows) await scrubRow(sql, columns, row, scrub);
      if (rows.length < ROWS) break;
    }
    await sql.query('close scrubbing');
  });
}

async function scrubRow(
  sql: Sql,
  columns: Scrubbed['columns'],
  row: Readonly<Record<string, unknown>>,
  scrub: Scrub,
): Promise<void> {
  const changed = columns.flatMap(({ name, type }) => {
    const before = row[name] ?? null;
    const after = scrub(before);
    const isSame = JSON.stringify(before) === JSON.stringify(after);
    const isJson = type.startsWith('json');
    return isSame ? [] : [{ name, type, value: isJson ? JSON.stringify(after) : after }];
  });
  if (changed.length === 0) return;
  const sets = changed.map(
    ({ name, type }, index) => `${quoteName(name)} = $${index + 2}::${type}`,
  );
  await sql.query(`update ${String(row['$part'])} set ${sets.join(', ')} where ctid = $1::tid`, [
    row['$place'],
    ...changed.map(({ value }) => value),
  ]);
}

/** Cursors take no parameters. */
function arrayLiteral(texts: readonly string[]): string {
  const list = texts.map((text) => `'${text.replaceAll("'", "''")}'`);
  return `array[${list.join(', ')}]::text[]`;
}

/** Takes the person's addresses out of audit entries about other things: filters of exports, searches, what else somebody typed. */
export async function scrubAudit(
  execution: Execution,
  memory: PersonMemory,
  request: string,
): Promise<void> {
  if (memory.written.length === 0) return;
  const rows = await currentSql(execution).query<AuditErasure>(
    `select a.entity, a.record_id as "recordId", array_agg(distinct c.key) as fields
     from tessera.audit a cross join jsonb_each(a.changes) c
     where a.action <> 'erase' and a.changes::text ilike any($1) and c.value::text ilike any($1) and ${stillTells('c.value')}
     group by a.entity, a.record_id`,
    [memory.written.map((text) => `%${escapeLike(text)}%`)],
  );
  await eraseAuditValues(execution, rows, request);
}
