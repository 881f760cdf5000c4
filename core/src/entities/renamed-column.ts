import type { Column } from './column.ts';
import { identifier, quote } from './table-index.ts';

/**
 * Gives what is written to the one column of a renamed field to the other, whichever a version of the plugin writes: the version that was
 * serves on while the new one starts, and can come back. What nobody writes stays as it is. Does nothing once one of the two has been dropped.
 */
export const renamedColumnFunction = `
  create or replace function tessera.keep_renamed() returns trigger language plpgsql as $$
  declare
    before jsonb;
    after jsonb := to_jsonb(new);
    source text := tg_argv[0];
    target text := tg_argv[1];
  begin
    if not after ? source or not after ? target then return new; end if;
    if tg_op = 'INSERT' then
      if after -> target <> 'null'::jsonb then return new; end if;
    else
      before := to_jsonb(old);
      if after -> source = before -> source or after -> target <> before -> target then return new; end if;
    end if;
    return jsonb_populate_record(new, jsonb_build_object(target, after -> source));
  end $$`;

/** Fills the new columns of renamed fields from the old ones, and keeps both the same until the old ones are dropped. */
export function renameStatements(
  table: string,
  found: readonly Column[],
  wanted: readonly Column[],
): string[] {
  const names = new Set(found.map((column) => column.name));
  return wanted.flatMap(({ name, was }) => {
    if (!was || names.has(name) || !names.has(was)) return [];
    const forth = triggerName(1, found.length, name);
    const back = triggerName(2, HIGHEST - found.length, name);
    return [
      `update ${table} set ${quote(name)} = ${quote(was)} where ${quote(was)} is not null`,
      triggerStatement(forth, table, was, name),
      triggerStatement(back, table, name, was),
    ];
  });
}

/** PostgreSQL allows fewer columns. */
const HIGHEST = 9999;

/**
 * Triggers run by their names. Of a field that was renamed twice, what the first version writes goes on from the older rename to the later
 * one, and what the third writes goes back the other way.
 */
function triggerName(direction: 1 | 2, turn: number, name: string): string {
  return identifier(`renamed_${direction}_${String(turn).padStart(4, '0')}_${name}`);
}

/** One that a purge of earlier versions left behind is taken over. */
function triggerStatement(trigger: string, table: string, from: string, to: string): string {
  return `create or replace trigger ${quote(trigger)} before insert or update on ${table} for each row execute function tessera.keep_renamed('${from}', '${to}')`;
}
