import pg from 'pg';

/** Notes every row that anybody writes, so that a refused request can be shown to have written none. */
export interface WriteWatch {
  /** What was written since the last question, as `insert customer.account {…}`. */
  taken(): Promise<readonly string[]>;
  /** A digest of every table, by name. */
  digest(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** Tables that move without anybody's request, or by every request; with the reason. */
const UNWATCHED: Readonly<Record<string, string>> = {
  'tessera.rate_limit': 'counts tries, also refused ones',
  'tessera.host': 'each host says every moment that it is there',
  'tessera.subscription': 'how far events are delivered',
  'tessera.audit_seal': 'seals of what stood in the audit before',
  'tessera.audit_digest': 'the same',
  'tessera.audit_batch': 'the same',
};
/** Columns that a request moves by being one. */
const UNWATCHED_COLUMNS = ['seen_at', 'used_at', 'used_address'];
const IGNORED = UNWATCHED_COLUMNS.map((name) => `'${name}'`).join(', ');

const NOTE = `
  create function watch.note() returns trigger language plpgsql security definer as $$
  declare before jsonb := '{}'; after jsonb := '{}';
  begin
    if tg_op <> 'INSERT' then before := to_jsonb(old) - array[${IGNORED}]; end if;
    if tg_op <> 'DELETE' then after := to_jsonb(new) - array[${IGNORED}]; end if;
    if before is distinct from after then
      insert into watch.change (what)
        values (lower(tg_op) || ' ' || tg_argv[0] || ' ' || left(case when tg_op = 'DELETE' then before else after end::text, 300));
    end if;
    return null;
  end $$`;

/** Begins to watch; what is there already is as it should be. */
export async function watchWrites(connection: pg.PoolConfig): Promise<WriteWatch> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('create schema watch');
  await client.query('create table watch.change (id bigserial primary key, what text not null)');
  await client.query(NOTE);
  const tables = await tablesOf(client);
  for (const table of tables.filter((name) => !UNWATCHED[name]))
    await client.query(
      `create trigger watched after insert or update or delete on ${quote(table)}
       for each row execute function watch.note('${table}')`,
    );
  return {
    async taken() {
      const { rows } = await client.query<{ what: string }>(
        'delete from watch.change returning what',
      );
      return rows.map(({ what }) => what).filter((what) => !isQueueOwn(what));
    },
    async digest() {
      const found: Record<string, string> = {};
      // Read anew: a table that was made or dropped is a change too.
      for (const table of await tablesOf(client)) {
        if (UNWATCHED[table] || table.startsWith('pgboss.')) continue;
        const { rows } = await client.query<{ digest: string }>(
          `select md5(coalesce(string_agg(row, '' order by row), '')) as digest
           from (select md5((to_jsonb(t) - array[${IGNORED}])::text) as row from ${quote(table)} t) as rows`,
        );
        found[table] = rows[0]?.digest ?? '';
      }
      return found;
    },
    close: () => client.end(),
  };
}

/** The queue sends jobs to itself, and those on the clock. */
function isQueueOwn(what: string): boolean {
  return what.includes(' pgboss.job ') && !what.startsWith('insert');
}

async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and (n.nspname || '.' || c.relname = 'pgboss.job' or n.nspname not like all (array['pg_%', 'information_schema', 'watch', 'pgboss%']))
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

function quote(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}
