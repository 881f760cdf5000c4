import {
  currentExecution,
  errors,
  recordAccess,
  type EntityModel,
  type Execution,
  type Kernel,
  type RecordAccess,
} from '@tessera/core';
import type { Hono } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import type { HostEnv } from '../server/host-env.ts';
import { runAsUser } from '../server/plugin-gate.ts';
import { findModel, readAccessQuery, requireReadable } from './access-query.ts';

/** Users of a page who may do something. */
const PAGE = 50;
/** Users looked at for a page: in a large workspace most may do nothing with a record. */
const LOOKED_AT = 200;

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly audience: string;
  readonly policyVersion: string;
}

interface RecordUser extends RecordAccess {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
}

/** `GET /api/access/record`: who may do what with a record, and why. */
export function addRecordRoute(routes: Hono<HostEnv>, kernel: Kernel): void {
  routes.get('/api/access/record', (c) =>
    runAsUser(kernel, c, async () => {
      const execution = currentExecution();
      requirePermission(kernel, execution.principal, 'tessera.user.manage');
      const { entity, id, cursor } = readAccessQuery(c, ['entity', 'id', 'cursor']);
      const model = findModel(execution, entity);
      if (id === undefined) throw errors.requestInvalid({ reason: '“id” is missing.' });
      await requireReadable(execution, model, id);
      const page = await readPage(kernel, execution, model, id, readCursor(cursor));
      return c.json(page, 200, { 'Cache-Control': 'private, no-store' });
    }),
  );
}

async function readPage(
  kernel: Kernel,
  execution: Execution,
  model: EntityModel,
  id: string,
  after: readonly [name: string, id: string],
): Promise<{ readonly users: readonly RecordUser[]; readonly next: string | null }> {
  const rows = await kernel.database.query<UserRow>(
    `select u.id, u.name, t.name as team, coalesce(to_jsonb(u) ->> 'audience', 'staff') as audience,
       (select version from tessera.policy_state) as "policyVersion"
     from tessera."user" u left join tessera.team t on t.id = u.team_id and t.deleted_at is null
     where u.deleted_at is null and u.status = 'active' and (u.name, u.id) > ($1, $2::uuid)
     order by u.name, u.id limit ${LOOKED_AT + 1}`,
    [...after],
  );
  const users: RecordUser[] = [];
  let last: UserRow | undefined;
  for (const row of rows.slice(0, LOOKED_AT)) {
    if (users.length === PAGE) break;
    last = row;
    const access = await accessOfUser(kernel, execution, model, id, row);
    if (access.actions.length > 0)
      users.push({ id: row.id, name: row.name, team: row.team, ...access });
  }
  const isMore = last !== undefined && last !== rows.at(-1);
  return { users, next: isMore && last ? writeCursor(last) : null };
}

async function accessOfUser(
  kernel: Kernel,
  execution: Execution,
  model: EntityModel,
  id: string,
  { id: userId, audience, policyVersion }: UserRow,
): Promise<RecordAccess> {
  const kind = audience === 'portal' ? 'portal' : 'user';
  const standing = { policyVersion: Number(policyVersion), userStatus: 'active' };
  const principal = await kernel.principal(userId, kind, standing);
  if (!principal) return { actions: [], because: [] };
  return recordAccess({ ...execution, principal }, model, id);
}

function writeCursor({ name, id }: UserRow): string {
  return Buffer.from(JSON.stringify([name, id])).toString('base64url');
}

/** Where the page begins. @throws TesseraError `CORE_REQUEST_INVALID` when the cursor is not one of ours */
function readCursor(cursor: string | undefined): readonly [string, string] {
  if (cursor === undefined) return ['', '00000000-0000-0000-0000-000000000000'];
  try {
    const [name, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    if (typeof name === 'string' && /^[0-9a-f-]{36}$/.test(id ?? '')) return [name, id ?? ''];
  } catch {
    // Said below.
  }
  throw errors.requestInvalid({ reason: '“cursor” is not one of a page before.' });
}
