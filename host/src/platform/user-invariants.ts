import {
  currentExecution,
  on,
  type Context,
  type RecordWrite,
  type Sql,
  type Tap,
} from '@tessera/core';
import { refusalError } from './refusal.ts';

/** One key for all: whoever changes what these rules are about waits for the others. */
const LOCK = `select pg_advisory_xact_lock(hashtextextended('tessera.user-invariants', 0))`;

/** What must hold after every write, checked in its transaction, so that two at once cannot break it together. */
export const userInvariants: readonly Tap[] = [
  on('tessera.user.writing', keepUsers),
  on('tessera.role.writing', keepRoles),
  on('tessera.team.writing', keepTeams),
];

async function keepUsers(_ctx: Context, write: RecordWrite): Promise<void> {
  if (loses(write, ['status', 'roles'], (before) => before['status'] === 'active'))
    await keepAdministrator();
  if (write.values['manager'])
    await refuseCircle('user', 'manager', 'The manager of a user cannot be below that user.');
}

async function keepRoles(_ctx: Context, write: RecordWrite): Promise<void> {
  const isPowerful = (before: Readonly<Record<string, unknown>>): boolean =>
    Array.isArray(before['permissions']) && before['permissions'].includes('*');
  if (loses(write, ['permissions'], isPowerful)) await keepAdministrator();
}

async function keepTeams(_ctx: Context, write: RecordWrite): Promise<void> {
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
    join tessera.role r on r.id = any(u.roles_ids) and r.deleted_at is null and r.permissions @> '["*"]'
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
