import type { Database } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import type { Principal } from './policy.ts';
import { loadPrincipal } from './principal.ts';

/** What decides whether a principal that is held still holds. */
export interface Standing {
  readonly policyVersion: number;
  /** Null when there is no such user. */
  readonly userStatus: string | null;
}

/** Columns that answer the {@link Standing} of a user, for a statement that finds its id: `standingColumns('t.user_id')`. */
export function standingColumns(userId: string): string {
  return `(select version from tessera.policy_state) as "policyVersion",
    (select status from tessera."user" where id = ${userId} and deleted_at is null) as "userStatus"`;
}

/** The principals of a workspace's users, held in memory and checked at each call. */
export interface Principals {
  /**
   * Undefined when there is no such user, or its status is not `active`. The standing is read here unless the caller has
   * just read it.
   */
  find(
    userId: string,
    kind?: Principal['kind'],
    standing?: Standing,
  ): Promise<Principal | undefined>;
}

/** Principals that are held at most. */
const MAXIMUM_HELD = 10_000;

const check = `select ${standingColumns('$1::uuid')}`;

/**
 * Each call reads the policy version and the user's status in one statement; only when something has changed is the
 * principal loaded anew. So a change of roles, teams or status holds from the next request on, on every host.
 */
export function createPrincipals(database: Database): Principals {
  const held = new Map<string, Principal>();
  return {
    async find(userId, kind = 'user', given) {
      if (!isUuid(userId)) return undefined;
      const key = `${kind}:${userId}`;
      const [standing] = given ? [given] : await database.query<Standing>(check, [userId]);
      if (standing?.userStatus !== 'active') {
        held.delete(key);
        return undefined;
      }
      const known = held.get(key);
      if (known && known.policyVersion === Number(standing.policyVersion)) return known;
      const principal = await loadPrincipal(database, userId, kind);
      held.delete(key);
      if (!principal) return undefined;
      held.set(key, principal);
      if (held.size > MAXIMUM_HELD) held.delete(held.keys().next().value as string);
      return principal;
    },
  };
}
