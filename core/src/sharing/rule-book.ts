import type { Sql } from '../records/database.ts';
import { readEffectiveRules, type SharingRule } from './sharing-rule.ts';

/**
 * The sharing rules of a workspace, held in memory so that a write of what no rule is about pays nothing. Every statement that writes also
 * reads the version of the rules, so that a host that missed a change finds out with its next write.
 */
export interface RuleBook {
  /** The rules as they were held last. */
  readonly rules: readonly SharingRule[];
  /** Whether the rules may have changed since they were read. */
  readonly isStale: boolean;
  /** Notes the version that a statement has read. */
  observe(version: number): void;
  /** Notes that the rules may have changed. */
  doubt(): void;
  /** The rules of now, read again only when they may have changed. */
  current(sql: Sql): Promise<readonly SharingRule[]>;
}

/** A column for a statement that writes: the version of the sharing rules. */
export const ruleVersionColumn = '(select version from tessera.sharing_state) as "ruleVersion"';

export function createRuleBook(): RuleBook {
  let rules: readonly SharingRule[] = [];
  let held = -1;
  let seen = 0;
  let doubts = 1;
  let settled = 0;
  return {
    get rules() {
      return rules;
    },
    get isStale() {
      return doubts > settled || seen > held;
    },
    observe(version) {
      seen = Math.max(seen, version);
    },
    doubt() {
      doubts += 1;
    },
    async current(sql) {
      if (doubts <= settled && seen <= held) return rules;
      const settling = doubts;
      // The version first: rules that are newer than it are only read once more.
      const [state] = await sql.query<{ version: number }>(
        'select version from tessera.sharing_state',
      );
      const read = await readEffectiveRules(sql);
      const version = Number(state?.version ?? 0);
      if (version >= held) {
        held = version;
        rules = read;
        settled = Math.max(settled, settling);
      }
      return rules;
    },
  };
}
