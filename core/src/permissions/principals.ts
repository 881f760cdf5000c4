import type { Database } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import type { Principal } from './policy.ts';
import { loadPrincipal } from './principal.ts';

/** The principals of a workspace's users, held in memory and checked at each call. */
export interface Principals {
  /** Undefined when there is no such user, or its status is not `active`. */
  find(userId: string, kind?: Principal['kind']): Promise<Principal | undefined>;
}

/** Principals that are held at most. */
const MAXIMUM_HELD = 10_000;

const check = `
  select (select version from tessera.policy_state) as version,
    (select status from tessera."user" where id = $1::uuid and deleted_at is null) as status`;

/**
 * Each call reads the policy version and the user's status in one statement; only when something has changed is the
 * principal loaded anew. So a change of roles, teams or status holds from the next request on, on every host.
 */
export function createPrincipals(database: Database): Principals {
  const held = new Map<string, Principal>();
  return {
    async find(userId, kind = 'user') {
      if (!isUuid(userId)) return undefined;
      const key = `${kind}:${userId}`;
      const [state] = await database.query<{ version: number; status: string | null }>(check, [
        userId,
      ]);
      if (state?.status !== 'active') {
        held.delete(key);
        return undefined;
      }
      const known = held.get(key);
      if (known && known.policyVersion === Number(state.version)) return known;
      const principal = await loadPrincipal(database, userId, kind);
      held.delete(key);
      if (!principal) return undefined;
      held.set(key, principal);
      if (held.size > MAXIMUM_HELD) held.delete(held.keys().next().value as string);
      return principal;
    },
  };
}
