import type { Actor } from '../kernel.ts';
import type { Sql } from '../records/database.ts';

/** Steps that are answered at once when not said otherwise, and at most. */
const DEFAULT_LIMIT = 50;
const MAXIMUM_LIMIT = 500;

/** One step in the life of a plugin. */
export interface PluginStep {
  readonly id: number;
  readonly plugin: string;
  readonly version: string;
  readonly step: string;
  /** When it ended, ISO 8601. */
  readonly at: string;
  readonly milliseconds: number;
  /** Who asked for it; null for the system. */
  readonly by: Actor | null;
  /** Name of the host that took it. */
  readonly host: string | null;
  /** How it failed; null when it worked. */
  readonly error: string | null;
}

export async function recordStep(sql: Sql, entry: Omit<PluginStep, 'id' | 'at'>): Promise<void> {
  await sql.query(
    `insert into tessera.plugin_history (plugin, version, step, milliseconds, "by", host, error)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.plugin,
      entry.version,
      entry.step,
      Math.round(entry.milliseconds),
      entry.by && JSON.stringify(entry.by),
      entry.host,
      entry.error,
    ],
  );
}

/** The steps of a plugin, the latest first; `before` is the id of the last one that is known. */
export async function readHistory(
  sql: Sql,
  plugin: string,
  {
    limit = DEFAULT_LIMIT,
    before,
  }: { readonly limit?: number | undefined; readonly before?: number | undefined },
): Promise<readonly PluginStep[]> {
  return sql.query<PluginStep>(
    `select id, plugin, version, step, at, milliseconds, "by", host, error from tessera.plugin_history
     where plugin = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [plugin, before ?? null, Math.min(Math.max(limit, 1), MAXIMUM_LIMIT)],
  );
}
