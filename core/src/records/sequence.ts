import type { FieldModel } from '../entities/model.ts';
import { currentSql, type Sql } from './database.ts';
import { settleStanding } from './settle-standing.ts';
import { fieldsOf, store, type Draft, type Write } from './write-draft.ts';

/** Takes so many numbers of a sequence; within a transaction others wait for its end. Answers the first. */
async function takeNumbers(sql: Sql, name: string, count: number): Promise<number> {
  const [row] = await sql.query<{ value: number }>(
    `insert into tessera.sequence as s (name, value) values ($1, $2::bigint)
     on conflict (name) do update set value = s.value + $2::bigint returning value`,
    [name, count],
  );
  return (row?.value ?? count) - count + 1;
}

/** Gives new records their numbers. A number that came with the record stays, and the sequence goes on after it. */
export async function assignNumbers(write: Write, drafts: readonly Draft[]): Promise<void> {
  const fields = fieldsOf(write.model, 'autonumber');
  if (fields.length === 0 || drafts.length === 0) return;
  await settleStanding(write.execution);
  const sql = currentSql(write.execution);
  const year = write.execution.assembly.clock.today().slice(0, 4);
  for (const field of fields) {
    const format = (field.format ?? '{0}').replaceAll('{YYYY}', year);
    const name = sequenceName(write, field, year);
    const column = field.columns.value;
    const given = drafts.flatMap((draft) => numberIn(format, draft.values[field.name]) ?? []);
    if (given.length > 0) await skipTo(sql, name, Math.max(...given));
    const open = drafts.filter(
      (draft) => draft.after && (draft.values[field.name] ?? null) === null,
    );
    if (open.length === 0) continue;
    const first = await takeNumbers(sql, name, open.length);
    for (const [index, draft] of open.entries()) {
      const row = { ...draft.after?.row, [column]: numbered(format, first + index) };
      draft.after = store(write, row);
      draft.changed = [...new Set([...draft.changed, field.name])];
    }
  }
}

/** A pattern with a year begins anew each year. */
function sequenceName({ model }: Write, { name, format }: FieldModel, year: string): string {
  return format?.includes('{YYYY}') ? `${model.id}.${name}.${year}` : `${model.id}.${name}`;
}

function numbered(format: string, number: number): string {
  return format.replace(/\{(0+)\}/, (_, zeros: string) =>
    String(number).padStart(zeros.length, '0'),
  );
}

function numberIn(format: string, value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const [before = '', after = ''] = format.split(/\{0+\}/);
  const digits = value.slice(before.length, value.length - after.length);
  const fits = value.startsWith(before) && value.endsWith(after) && /^\d{1,15}$/.test(digits);
  return fits ? Number(digits) : undefined;
}

async function skipTo(sql: Sql, name: string, number: number): Promise<void> {
  await sql.query(
    `insert into tessera.sequence as s (name, value) values ($1, $2::bigint)
     on conflict (name) do update set value = greatest(s.value, $2::bigint)`,
    [name, number],
  );
}
