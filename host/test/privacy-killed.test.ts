import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  makeWorkspace,
  MANY_STARTS,
  PATIENCE,
  until,
  type HostProcess,
  type Workspace,
} from './host-process.ts';

const CANARY = 'zyxcanary';
/** More than two transactions of an erasure. */
const NOTES = 450;
/** The host's own copy of it: an application has none beside it. */
const SDK = new URL('../../core/src/index.ts', import.meta.url).href;
const GUESTS = `
import { defineEntity, email, ref, text } from '${SDK}';
const entity = (id, path, title, more) => defineEntity(id, { label: { en: id }, plural: { en: id }, path, title, ...more });
export const guests = {
  entities: [
    entity('guests.guest', 'guests', 'name', {
      person: { name: 'name', email: 'mail' },
      fields: { name: text().required().searchable().personal(), mail: email().personal() },
    }),
    entity('guests.note', 'notes', 'subject', {
      fields: { subject: text().required(), body: text().searchable().personal(), guest: ref('guests.guest') },
    }),
  ],
};`;

let workspace: Workspace;
let holder: pg.PoolClient;
beforeAll(async () => {
  if (process.env['TESSERA_TEST_FULL'] !== '1') return;
  workspace = await makeWorkspace({ guests: GUESTS });
  holder = await workspace.pool.connect();
}, 300_000);
afterAll(async () => {
  holder?.release();
  await workspace?.close();
});

async function created(host: HostProcess, path: string, body: object) {
  const answer = await host.post(path, body);
  expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBeLessThan(300);
  return answer.body;
}

/** Lets the update of the last note wait, with what was committed before it. */
async function waitAtTheLastNote(): Promise<void> {
  await workspace.pool.query(`
    create function guests.wait() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(1);
        return new;
      end $$;
    create trigger wait before update on guests.note for each row when (old.subject = 'Note ${NOTES - 1}')
      execute function guests.wait()`);
  await holder.query('select pg_advisory_lock(1)');
}

/** Tables in which the person still stands. */
async function places(): Promise<string[]> {
  const { rows } = await workspace.pool.query<{ table: string }>(
    `select format('%I.%I', schemaname, tablename) as table from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const found: string[] = [];
  for (const { table } of rows) {
    const { rowCount } = await workspace.pool.query(
      `select 1 from ${table} t where strpos(lower(t::text), $1) > 0 limit 1`,
      [CANARY],
    );
    if (rowCount) found.push(table);
  }
  return found;
}

test.runIf(process.env['TESSERA_TEST_FULL'] === '1')(
  'a host that is killed in the middle of an erasure is started again, goes on, and repeats nothing',
  async () => {
    const host = await workspace.open('doomed');
    const guest = await created(host, '/api/guests/guests', {
      name: `Guest ${CANARY}`,
      mail: `${CANARY}@example.com`,
    });
    await created(host, '/api/guests/notes/bulk', {
      create: Array.from({ length: NOTES }, (_, index) => ({
        subject: `Note ${index}`,
        body: `${CANARY} said ${index}`,
        guest: guest.id,
      })),
    });
    await waitAtTheLastNote();
    const { id } = await created(host, '/api/privacy/requests', {
      kind: 'erase',
      entity: 'guests.guest',
      id: guest.id,
      confirm: `${CANARY}@example.com`,
    });
    await vi.waitFor(async () => {
      const { rows } = await workspace.pool.query(
        `select 1 from pg_stat_activity where application_name = 'doomed' and cardinality(pg_blocking_pids(pid)) > 0`,
      );
      expect(rows.length).toBeGreaterThan(0);
    }, PATIENCE);
    const { rows: done } = await workspace.pool.query(
      'select count(*)::int as count from tessera.erased_record where request = $1',
      [id],
    );
    expect(done).toEqual([{ count: 400 }]);
    await host.kill();
    await holder.query('select pg_advisory_unlock(1)');
    expect(await places()).toContain('guests.note');

    const again = await workspace.open('doomed');
    await until(() => again.get(`/api/privacy/requests/${id}`), {
      status: 200,
      body: { status: 'done', person: { title: null } },
    });
    expect(await places()).toEqual([]);
    const { rows: written } = await workspace.pool.query(
      `select entity, action, count(*)::int as count, count(distinct record_id)::int as records from tessera.audit
     where cause_kind = 'privacy' and action in ('update', 'delete') group by 1, 2 order by 1, 2`,
    );
    expect(written).toEqual([
      { entity: 'guests.guest', action: 'delete', count: 1, records: 1 },
      { entity: 'guests.note', action: 'update', count: NOTES, records: NOTES },
    ]);
    const back = await again.post('/api/guests/guests', {
      name: 'Back',
      mail: `${CANARY}@example.com`,
    });
    expect(back).toMatchObject({ status: 422, body: { code: 'CORE_PERSON_ERASED' } });
    expect(await again.post('/api/audit/verify')).toMatchObject({ body: { isWhole: true } });
  },
  MANY_STARTS.timeout,
);
