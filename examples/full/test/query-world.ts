import { createDatabase, type Database } from '@tessera/core';
import type { TestClient } from '@tessera/host/testing';
import pg from 'pg';
import { furnishReaders } from '../bench/readers.ts';
import { fillRecords } from './fill-records.ts';
import type { Sample } from './query-shape.ts';
import { createWorld, type World } from './world.ts';

/** Few rows, so that the test is quick, and enough that PostgreSQL goes through an index where there is one. */
const COUNTS = { accounts: 4000, contacts: 20_000, opportunities: 8000, activities: 20_000 };

/** Who asks: somebody who reads all, and the users of the bench. */
export const READERS = ['administrator', 'most', 'few', 'shared'] as const;
export type Reader = (typeof READERS)[number];

/** A workspace of some size, and its readers. */
export interface QueryWorld {
  readonly sample: Sample;
  /** The owner of the tables. */
  readonly owner: pg.Client;
  as(reader: Reader): TestClient;
  close(): Promise<void>;
}

export async function createQueryWorld(): Promise<QueryWorld> {
  const world = await createWorld('en');
  const pool = new pg.Pool(world.connection);
  const database = createDatabase(pool);
  await fillRecords(world.host.kernel, database, COUNTS);
  await database.query(AUDIT);
  await database.query(STAYS);
  await database.query(POINTS);
  const users = await furnish(world, database);
  const sample = await readSample(database);
  await pool.end();
  const owner = new pg.Client(world.connection);
  await owner.connect();
  return {
    sample,
    owner,
    as: (reader) => world.host.as(users[reader]),
    async close() {
      await owner.end();
      await world.host.close();
    },
  };
}

/** Answers the ids of the readers' users. */
async function furnish(
  { host }: World,
  database: Database,
): Promise<Readonly<Record<Reader, string>>> {
  await furnishReaders(database);
  // A table of a workspace that lives is cleaned now and then.
  await database.query('vacuum analyze');
  const idOf = async (name: string): Promise<string> => {
    const [user] = await database.query<{ id: string }>(
      'select id from tessera."user" where name = $1',
      [name],
    );
    return user!.id;
  };
  return {
    administrator: await host.user({ name: 'Ada', roles: ['administrator'] }),
    most: await idOf('Reader of most'),
    few: await idOf('Reader of few'),
    shared: await idOf('Reader of shares'),
  };
}

async function readSample(database: Database): Promise<Sample> {
  const [sample] = await database.query<Sample & Record<string, unknown>>(SAMPLE);
  return sample!;
}

/** An account with much about it, and what hangs on it. */
const SAMPLE = `
  select o.account_id as account, o.id as opportunity,
    (select id from customer.contact where account_id = o.account_id limit 1) as contact,
    (select id from customer.activity where regarding_id = o.account_id limit 1) as activity,
    (select id from sales.pipeline limit 1) as pipeline,
    (select id from sales.stage where key = 'negotiation') as "openStage",
    (select id from sales.stage where key = 'won') as "wonStage",
    (select id from tessera."user" where name = 'Seller 3') as user,
    (select id from tessera.team where name = 'Team 3') as team
  from sales.opportunity o join tessera.team t on t.id = o.team_id and t.name = 'Team 3'
  where exists (select from customer.contact where account_id = o.account_id)
    and exists (select from customer.activity where regarding_id = o.account_id)
  order by (select count(*) from sales.opportunity other where other.account_id = o.account_id) desc, o.id limit 1`;

const WRITES = `
  select i, date_trunc('milliseconds', now() - interval '300 days' * (1 - i / 20000.0)) as at,
    ids[1 + i % cardinality(ids)] as record, users[1 + i % cardinality(users)] as who
  from generate_series(1, 20000) i, (select array_agg(id) as ids from sales.opportunity) r,
    (select array_agg(id) as users from tessera."user" where name like 'Seller %') u`;

const AUDIT = `
  insert into tessera.audit (id, at, entity, record_id, action, actor_kind, user_id, actor_name, source, changes, plugin)
  select uuidv7(at - clock_timestamp()), at, 'sales.opportunity', record, 'update', 'user', who, 'Somebody', 'api',
    '{"nextStep": ["call", "visit"]}', 'sales'
  from (${WRITES}) w`;

const STAYS = `
  insert into tessera.stage_history (id, entity, record_id, field, from_id, to_id, entered_at, left_at, seconds, snapshot)
  select uuidv7(at - clock_timestamp()), 'sales.opportunity', record, 'stage', s.ids[1], s.ids[2], at, at + interval '1 day', 86400, '{}'
  from (${WRITES}) w, (select array_agg(id order by "order") as ids from sales.stage) s`;

const POINTS = `
  insert into customer.contact_point (id, created_at, updated_at, source, value, kind, normalized, contact_id)
  select uuidv7(), now(), now(), 'import', 'mail' || i || '@example.com', 'email', 'mail' || i || '@example.com', id
  from (select row_number() over () as i, id from customer.contact) c`;
