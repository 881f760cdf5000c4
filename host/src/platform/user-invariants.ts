import {
  currentExecution,
  on,
  type Context,
  type RecordWrite,
  type Sql,
  type Tap,
} from '@tessera/core';
import { refusalError } from './refusal.ts';
import { seededRoles } from './roles.ts';

/** One key for all: whoever changes what these rules are about waits for the others. */
const LOCK = `select pg_advisory_xact_lock(hashtextextended('tessera.user-invariants', 0))`;

/** What must hold after every write, checked in its transaction, so that two at once cannot break it together. */
export const userInvariants: readonly Tap[] = [
  on('tessera.user.writing', keepUsers),
  on('tessera.role.writing', keepRoles),
  on('tessera.team.writing', keepTeams),
];

async function keepUsers(_ctx: Context, write: RecordWrite): Promise<void> {
  if (loses(write, ['status', 'roles', 'team'], (before) => before['status'] === 'active'))
    await keepAdministrator();
  if (write.values['manager'])
    await refuseCircle('user', 'manager', 'The manager of a user cannot be below that user.');
}

async function keepRoles(_ctx: Context, write: RecordWrite): Promise<void> {
  const isPowerful = (before: Readonly<Record<string, unknown>>): boolean =>
    Array.isArray(before['permissions']) && before['permissions'].includes('*');
  if (loses(write, ['permissions'], isPowerful)) await keepAdministrator();
  if (write.action === 'delete' && isSeeded(write.before)) await keepUsed(write.before);
}

type Values = Readonly<Record<string, unknown>>;

function isSeeded(role: Values | null): role is Values {
  return seededRoles.some(({ key }) => key === role?.['key']);
}

/** Plugins give to these roles by their keys: nobody takes one away from under those who have it. */
async function keepUsed({ id, name }: Values): Promise<void> {
  const [used] = await transaction().query<{ users: number; teams: number }>(
    `select (select count(*)::int from tessera."user" where deleted_at is null and $1::uuid = any(roles_ids)) as users,
      (select count(*)::int from tessera.team where deleted_at is null and $1::uuid = any(roles_ids)) as teams`,
    [id],
  );
  const { users = 0, teams = 0 } = used ?? {};
  if (users + teams === 0) return;
  throw refusalError(
    {
      reason: `The role “${String(name)}” is in use by ${users} users and ${teams} teams. Take it from them first.`,
      code: 'HOST_ROLE_USED',
    },
    { users, teams },
  );
}

async function keepTeams(_ctx: Context, write: RecordWrite): Promise<void> {
  if (loses(write, ['roles'], ({ roles }) => Array.isArray(roles) && roles.length > 0))
    await keepAdministrator();
  if (write.values['parent'])
    await refuseCircle('team', 'parent', 'A team cannot stand below itself.');
}

function loses(
  write: RecordWrite,
  fields: readonly string[],
  counted: (before: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  if (!write.before || !counted(write.before)) return false;
  return (
    write.action === 'delete' ||
    (write.action === 'update' && fields.some((field) => field in write.values))
  );
}

async function keepAdministrator(): Promise<void> {
  const sql = transaction();
  await sql.query(LOCK);
  const [left] = await sql.query<{ any: boolean }>(ADMINISTRATOR_EXISTS);
  if (left?.any) return;
  throw refusalError({
    reason:
      'This would leave the workspace without an active administrator. Make somebody else one first.',
    code: 'HOST_ADMINISTRATOR_LAST',
  });
}

/** Whether somebody who may do everything can sign in. */
export const ADMINISTRATOR_EXISTS = `
  select exists (
    select from tessera."user" u
    left join tessera.team t on t.id = u.team_id and t.deleted_at is null
    join tessera.role r on (r.id = any(u.roles_ids) or r.id = any(t.roles_ids)) and r.deleted_at is null and r.permissions @> '["*"]'
    where u.deleted_at is null and u.status = 'active'
  ) as any`;

async function refuseCircle(
  table: 'user' | 'team',
  field: 'manager' | 'parent',
  reason: string,
): Promise<void> {
  const sql = transaction();
  await sql.query(LOCK);
  const [found] = await sql.query<{ circle: boolean }>(`
    with recursive chain(start, id) as (
      select id, ${field}_id from tessera."${table}" where ${field}_id is not null
      union
      select chain.start, above.${field}_id from chain
      join tessera."${table}" above on above.id = chain.id
      where above.${field}_id is not null
    )
    select exists (select from chain where start = id) as circle`);
  if (!found?.circle) return;
  throw refusalError({ reason, code: 'HOST_TREE_CIRCLE', field });
}

function transaction(): Sql {
  const { transaction } = currentExecution();
  if (!transaction) throw new Error('A writing hook runs in a transaction.');
  return transaction;
}
