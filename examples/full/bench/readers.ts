import type { Sql } from '@tessera/core';
import { createApiToken } from '../../../host/src/identity/api-tokens.ts';

/** A token each of three users who reach different parts of the records. */
export interface Readers {
  /** Manages six of ten teams, three fifths of the rows; one in a hundred was shared besides, and what the load makes is its own. */
  readonly most: string;
  /** Owns forty opportunities, and eight accounts with five contacts each. */
  readonly few: string;
  /** Owns nothing; 5,000 contacts and 5,000 opportunities were shared one by one. */
  readonly shared: string;
}

interface Reader {
  readonly name: string;
  /** Key of the role. */
  readonly role: string;
  readonly furnish: (sql: Sql, id: string) => Promise<void>;
}

const SHARES = 5000;
const OWN = 40;
const CONTACTS_EACH = 5;
const SHARED = ['customer.contact', 'sales.opportunity'];
const READERS: Readonly<Record<keyof Readers, Reader>> = {
  most: { name: 'Reader of most', role: 'sales-manager', furnish: reachMost },
  few: { name: 'Reader of few', role: 'sales-rep', furnish: ownFew },
  shared: { name: 'Reader of shares', role: 'sales-rep', furnish: shareMany },
};

/** Makes the three where they are not there yet, with what they reach. */
export async function furnishReaders(sql: Sql): Promise<void> {
  let isFurnished = false;
  for (const { name, role, furnish } of Object.values(READERS)) {
    if (await findUser(sql, name)) continue;
    const [user] = await sql.query<{ id: string }>(
      `insert into tessera."user" (id, name, status, roles_ids)
       select uuidv7(), $1, 'active', array[id] from tessera.role where key = $2 returning id`,
      [name, role],
    );
    if (!user) throw new Error(`There is no role ${role}.`);
    await furnish(sql, user.id);
    isFurnished = true;
  }
  if (isFurnished)
    await sql.query(
      'vacuum (analyze) tessera.record_share, customer.account, customer.contact, sales.opportunity',
    );
}

export async function readerTokens(sql: Sql): Promise<Readers> {
  return {
    most: await tokenOf(sql, READERS.most.name),
    few: await tokenOf(sql, READERS.few.name),
    shared: await tokenOf(sql, READERS.shared.name),
  };
}

async function tokenOf(sql: Sql, name: string): Promise<string> {
  const user = await findUser(sql, name);
  if (!user) throw new Error(`${name} is not there.`);
  return (await createApiToken(sql, user, 'bench', undefined, new Date())).token;
}

async function findUser(sql: Sql, name: string): Promise<string | undefined> {
  const [user] = await sql.query<{ id: string }>('select id from tessera."user" where name = $1', [
    name,
  ]);
  return user?.id;
}

/** The shares are of the other teams: of their own they would add nothing. */
async function reachMost(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `with region as (insert into tessera.team (id, name, manager_id) values (uuidv7(), 'Region', $1) returning id)
     update tessera.team t set parent_id = region.id from region
     where t.name in ('Team 1', 'Team 2', 'Team 3', 'Team 4', 'Team 5', 'Team 6')`,
    [id],
  );
  for (const entity of SHARED) {
    await sql.query(
      `insert into tessera.record_share (entity, record_id, user_id, actions)
       select $1, id, $2, '{read}'
       from (select r.id from ${entity} r join tessera.team t on t.id = r.team_id and t.parent_id is null
             order by md5(r.id::text) limit least(${SHARES}, (select count(*) / 100 from ${entity}))) x`,
      [entity, id],
    );
  }
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
  for (const entity of SHARED) {
    await sql.query(
      `insert into tessera.record_share (entity, record_id, user_id, actions)
       select $1, id, $2, '{read}' from (select id from ${entity} order by md5(id::text) limit ${SHARES}) x`,
      [entity, id],
    );
  }
}
