import type { Column } from './column.ts';
import { quote } from './table-index.ts';

/**
 * Keeps the old and the new column of a renamed field the same, whichever a version of the plugin writes: the version that was serves on
 * while the new one starts, and can come back. Does nothing once one of the two has been dropped.
 */
export const renamedColumnFunction = `
  create function tessera.keep_renamed() returns trigger language plpgsql as $$
  declare
    before jsonb;
    after jsonb := to_jsonb(new);
    was text := tg_argv[0];
    becomes text := tg_argv[1];
    isold boolean;
  begin
    if not after ? was or not after ? becomes then return new; end if;
    if tg_op = 'INSERT' then
      isold := after -> becomes = 'null'::jsonb;
    else
      before := to_jsonb(old);
      isold := after -> becomes = before -> becomes;
    end if;
    if isold then return jsonb_populate_record(new, jsonb_build_object(becomes, after -> was)); end if;
    return jsonb_populate_record(new, jsonb_build_object(was, after -> becomes));
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
    return [
      `update ${table} set ${quote(name)} = ${quote(was)} where ${quote(was)} is not null`,
      `create trigger ${quote(`renamed_${name}`.slice(0, 63))} before insert or update on ${table} for each row execute function tessera.keep_renamed('${was}', '${name}')`,
    ];
  });
}
