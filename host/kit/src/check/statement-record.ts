import { asOwner, type Database } from '@tessera/core';

/** Has the database write down every statement that changes tables, in the words in which it came. */
export function recordStatements(database: Database): Promise<void> {
  return database.transaction((transaction) =>
    asOwner(transaction, async (sql) => {
      await sql.query(
        'create table if not exists public.check_statement (id serial primary key, statement text)',
      );
      await sql.query(
        `create or replace function public.check_record() returns event_trigger language plpgsql as $$
         begin insert into public.check_statement (statement) values (current_query()); end $$`,
      );
      await sql.query(
        'create event trigger check_record on ddl_command_end execute function public.check_record()',
      );
    }),
  );
}

/** Ends writing down; answers what was run, each once, in order. */
export function recordedStatements(database: Database): Promise<readonly string[]> {
  return database.transaction((transaction) =>
    asOwner(transaction, async (sql) => {
      await sql.query('drop event trigger check_record');
      const rows = await sql.query<{ statement: string }>(
        'select statement from public.check_statement order by id',
      );
      await sql.query('drop table public.check_statement');
      return [...new Set(rows.map(({ statement }) => statement))];
    }),
  );
}

/** What of a plan was not run, and what was run without standing in it; tables of the system do not count. */
export function statementDifferences(
  planned: readonly string[],
  run: readonly string[],
): readonly string[] {
  const wanted = planned.map(plain);
  const done = run.flatMap((one) => one.split(/;\s*\n/)).map(plain);
  const whole = run.map(plain);
  const missing = wanted.filter((one) => !whole.some((statement) => statement.includes(one)));
  const surprising = done.filter(
    (one) =>
      one !== '' &&
      !isSystem(one) &&
      !isValidation(one, wanted) &&
      !wanted.some((statement) => statement.includes(one) || one.includes(statement)),
  );
  return [
    ...missing.map((one) => `planned and not run: ${short(one)}`),
    ...surprising.map((one) => `run and not planned: ${short(one)}`),
  ];
}

function plain(statement: string): string {
  return statement.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
}

function isSystem(statement: string): boolean {
  return /\b(tessera|pgboss|public)\b|check_record/.test(statement);
}

/** A key that was planned as not valid is validated beside the running system. */
function isValidation(statement: string, wanted: readonly string[]): boolean {
  const [, name] = /validate constraint "?(\w+)/.exec(statement) ?? [];
  return name !== undefined && wanted.some((one) => one.includes(name));
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
