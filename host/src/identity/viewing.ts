import { may, type Kernel, type Lease, type Principal } from '@tessera/core';
import { auditedWork } from './audited-work.ts';
import { exceedingRoles } from './covered-roles.ts';
import { errors } from './errors.ts';
import type { UsedSession } from './sessions.ts';

/** Looking through the eyes of another user. */
export const IMPERSONATE = 'tessera.user.impersonate';

const LASTS_MS = 30 * 60 * 1000;

/** How looking through another's eyes ended. */
export type ViewEnd = 'asked' | 'signOut' | 'time' | 'right' | 'user';

/** A session in which somebody looks through another's eyes. */
type ViewingSession = Pick<UsedSession, 'id' | 'viewingAs' | 'viewingSince'>;

/**
 * Begins to look through the eyes of a user: from the next request on the session reads as that user, and writes nothing.
 * @throws TesseraError `HOST_VIEW_REFUSED`
 */
export async function beginView(
  kernel: Kernel,
  lease: Lease,
  sessionId: string,
  seen: { readonly id: string; readonly name: string },
): Promise<void> {
  const reason = await refusalOf(kernel, lease.principal, seen.id);
  if (reason !== undefined) throw errors.viewRefused({ name: seen.name, reason });
  await auditedWork(kernel, lease, async (sql, note) => {
    await sql.query(
      'update tessera.session set viewing_as = $2, viewing_since = $3 where id = $1',
      [sessionId, seen.id, kernel.assembly.clock.now()],
    );
    await note('viewAs', seen.id);
  });
}

/** Ends looking through another's eyes; of several at once one does it, and the audit has it once. */
export async function endView(
  kernel: Kernel,
  lease: Lease,
  sessionId: string,
  how: ViewEnd,
): Promise<boolean> {
  return auditedWork(kernel, lease, async (sql, note) => {
    const [ended] = await sql.query<{ seen: string }>(
      `update tessera.session s set viewing_as = null, viewing_since = null
       from (select id, viewing_as from tessera.session where id = $1 for update) before
       where s.id = before.id and before.viewing_as is not null returning before.viewing_as as seen`,
      [sessionId],
    );
    if (ended) await note('viewAsEnded', ended.seen, { end: [null, how] });
    return ended !== undefined;
  });
}

/** Ends it when its time is over, the user seen does not act any more, or the right to it is gone; answers whether it has ended. */
export async function endExpiredView(
  kernel: Kernel,
  viewer: Principal,
  session: ViewingSession,
  seen: Principal | undefined,
): Promise<boolean> {
  const how = whyOver(kernel, viewer, session, seen);
  if (how === undefined) return false;
  await endView(kernel, { principal: viewer, source: 'ui' }, session.id, how);
  return true;
}

/** When it ends by itself. */
export function viewEnds(since: UsedSession['viewingSince']): Date {
  return new Date(new Date(since ?? 0).getTime() + LASTS_MS);
}

function whyOver(
  kernel: Kernel,
  viewer: Principal,
  { viewingSince }: ViewingSession,
  seen: Principal | undefined,
): ViewEnd | undefined {
  if (kernel.assembly.clock.now() >= viewEnds(viewingSince)) return 'time';
  if (!seen) return 'user';
  return mayView(kernel, viewer, seen) ? undefined : 'right';
}

function mayView(kernel: Kernel, viewer: Principal, seen: Principal): boolean {
  const { assembly } = kernel;
  return (
    may({ assembly, principal: viewer }, IMPERSONATE) &&
    exceedingRoles(assembly, viewer, seen.roles).length === 0
  );
}

/** Why a user cannot be looked through the eyes of; undefined when he can. */
async function refusalOf(
  kernel: Kernel,
  viewer: Principal,
  id: string,
): Promise<string | undefined> {
  if (id === viewer.userId) return 'That is you.';
  const [user] = await kernel.database.query<{ audience: string | null }>(
    'select audience from tessera."user" where id = $1',
    [id],
  );
  if (user?.audience === 'portal') return 'This user belongs to the portal.';
  const seen = await kernel.principal(id, 'user');
  if (!seen) return 'This user is not active.';
  const [beyond] = exceedingRoles(kernel.assembly, viewer, seen.roles);
  return beyond && `The role “${beyond}” may do more than you may.`;
}
