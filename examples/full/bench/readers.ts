import type { Sql } from '@tessera/core';
import { createApiToken } from '../../../host/src/identity/api-tokens.ts';

/** Three users who reach different parts of the records, with a token each. */
export interface Readers {
  /** Manages six of ten teams: three fifths of the rows. */
  readonly most: string;
  /** Owns forty opportunities, and eight accounts with five contacts each. */
  readonly few: string;
  /** Owns nothing; 5,000 contacts and 5,000 opportunities were shared one by one. */
  readonly shared: string;
}

const SHARES = 5000;
const OWN = 40;
const CONTACTS_EACH = 5;

/** Makes the three where they are not there yet. */
export async function makeReaders(sql: Sql): Promise<Readers> {
  const most = await makeUser(sql, 'Reader of most', 'sales-manager', manageTeams);
  const few = await makeUser(sql, 'Reader of few', 'sales-rep', ownFew);
  const shared = await makeUser(sql, 'Reader of shares', 'sales-rep', shareMany);
  await sql.query(
    'vacuum (analyze) tessera.record_share, customer.account, customer.contact, sales.opportunity',
  );
  return { most, few, shared };
}

async function makeUser(
  sql: Sql,
  name: string,
  role: string,
  furnish: (sql: Sql, id: string) => Promise<void>,
): Promise<string> {
  const known = await sql.query<{ id: string }>('select id from tessera."user" where name = $1', [
    name,
  ]);
  const [user] = known[0]
    ? known
    : await sql.query<{ id: string }>(
        `insert into tessera."user" (id, name, status, roles_ids)
         select uuidv7(), $1, 'active', array[id] from tessera.role where key = $2 returning id`,
        [name, role],
      );
  if (!user) throw new Error(`There is no role ${role}.`);
  if (!known[0]) await furnish(sql, user.id);
  return (await createApiToken(sql, user.id, 'bench', undefined, new Date())).token;
}

async function manageTeams(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `with region as (insert into tessera.team (id, name, manager_id) values (uuidv7(), 'Region', $1) returning id)
     update tessera.team t set parent_id = region.id from region
     where t.name in ('Team 1', 'Team 2', 'Team 3', 'Team 4', 'Team 5', 'Team 6')`,
    [id],
  );
}

async function ownFew(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update customer.account set owner_id = $1, team_id = null where id in (
       select account_id from customer.contact group by account_id having count(*) = $2 order by md5(account_id::text) limit $3)`,
    [id, CONTACTS_EACH, OWN / CONTACTS_EACH],
  );
  await sql.query(
    `update sales.opportunity set owner_id = $1, team_id = null
     where id in (select id from sales.opportunity order by md5(id::text) limit $2)`,
    [id, OWN],
  );
}

async function shareMany(sql: Sql, id: string): Promise<void> {
  for (const [entity, table] of [
    ['customer.contact', 'customer.contact'],
    ['sales.opportunity', 'sales.opportunity'],
  ] as const) {
    await sql.query(
      `insert into tessera.record_share (entity, record_id, user_id, actions)
       select $1, id, $2, '{read}' from (select id from ${table} order by md5(id::text) limit ${SHARES}) x`,
      [entity, id],
    );
  }
}
