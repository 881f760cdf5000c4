import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { createParameters } from '../records/sql-parameters.ts';
import { compileAuditCondition } from './audit-query.ts';
import { checkAuditQuery, type AuditQuery } from './read-audit.ts';

/** How many entries there were on each day. */
export interface AuditDays {
  /** Days with entries, the oldest first, as `2026-01-31` in the time zone that was asked for. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  /** From this moment on all are counted, ISO 8601. */
  readonly since: string;
}

/** So many entries are counted: a plot of more would look the same, and an audit has no end. */
const MOST_COUNTED = 100_000;
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
const MOST_DAYS = 400;

/**
 * Counts the entries that {@link readAudit} would answer, by day: of the last 90 days when the query has no `from`, of 400 at most.
 * @param timeZone - IANA name of a zone that there is
 * @throws TesseraError `CORE_REQUEST_INVALID` for a value that cannot be meant.
 */
export async function countAuditDays(
  execution: Execution,
  query: AuditQuery,
  timeZone: string,
): Promise<AuditDays> {
  checkAuditQuery(query);
  const until = query.to === undefined ? execution.assembly.clock.now() : new Date(query.to);
  const from = query.from ?? new Date(until.getTime() - DEFAULT_DAYS * DAY_MS).toISOString();
  if (until.getTime() - Date.parse(from) > MOST_DAYS * DAY_MS)
    throw errors.requestInvalid({ reason: `“from” and “to” are at most ${MOST_DAYS} days apart.` });
  const parameters = createParameters();
  const where = compileAuditCondition(execution, { ...query, from }, parameters);
  const rows = await currentSql(execution).query<{ day: string; count: number; since: Date }>(
    `select to_char(at at time zone ${parameters.bind(timeZone, 'text')}, 'YYYY-MM-DD') as day,
       count(*)::int as count, min(at) as since
     from (select a.at from tessera.audit a where ${where} order by a.id desc limit ${MOST_COUNTED}) newest
     group by 1 order by 1`,
    parameters.values,
  );
  const counted = rows.reduce((sum, { count }) => sum + count, 0);
  const oldest = rows[0]?.since;
  const isWhole = counted < MOST_COUNTED || oldest === undefined;
  return {
    days: rows.map(({ day, count }) => ({ day, count })),
    since: isWhole ? new Date(from).toISOString() : new Date(oldest).toISOString(),
  };
}
