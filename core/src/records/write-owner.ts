import { errors } from '../errors.ts';
import { isOwnRow } from '../permissions/own-row.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import { columnTypes, recordset } from './columns.ts';
import { currentSql } from './database.ts';
import { createParameters, quoteName, tableOf } from './sql-parameters.ts';
import type { Draft, Write } from './write-draft.ts';

/** A new record is its maker's, where he works here; a record follows its owner into the owner's team. */
export async function assignOwners(write: Write, drafts: readonly Draft[]): Promise<void> {
  if (!write.model.owned) return;
  const { principal } = write.execution;
  if (write.action === 'create' && principal.userId !== null && principal.kind !== 'portal') {
    for (const { values } of drafts)
      if (values['owner'] === undefined) values['owner'] = principal.userId;
  }
  const moved = drafts.filter(
    ({ values }) => typeof values['owner'] === 'string' && values['team'] === undefined,
  );
  if (moved.length === 0) return;
  const teams = await teamsOf(write, [
    ...new Set(moved.map(({ values }) => values['owner'] as string)),
  ]);
  for (const { values, before } of moved) {
    const team = teams.get(values['owner'] as string) ?? null;
    if (team !== (before?.record['team'] ?? null)) values['team'] = team;
  }
}

/** New records must lie within the scope that the principal may create in. Only those that are not his own, or his teams’, are asked for. */
export async function checkCreateScope(write: Write, all: readonly Draft[]): Promise<void> {
  const { execution, model } = write;
  const drafts = all.filter(
    ({ after }) => !after || !isOwnRow(execution, model, 'create', after.row),
  );
  if (drafts.length === 0) return;
  const parameters = createParameters();
  const rows = parameters.bind(JSON.stringify(drafts.map(({ after }) => after?.row)), 'json');
  const inScope = compilePredicate(execution, model, 'create', 'r', parameters);
  const columns = recordset(columnTypes(model, execution.assembly.models));
  const found = await currentSql(execution).query<{ id: string }>(
    `select r.id from json_to_recordset(${rows}) as r(${columns}) where ${inScope}`,
    parameters.values,
  );
  const permitted = new Set(found.map(({ id }) => id));
  for (const draft of drafts) {
    if (permitted.has(draft.id)) continue;
    draft.error = errors.notPermitted({ action: 'create', entity: 'such a record' });
  }
}

async function teamsOf(
  { execution }: Write,
  users: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const { principal, assembly } = execution;
  if (users.length === 1 && users[0] === principal.userId)
    return new Map([[users[0], principal.teamIds[0] ?? null]]);
  const model = assembly.models.get('tessera.user');
  const team = model?.fields.get('team')?.columns.value;
  if (!model || !team) return new Map();
  const rows = await currentSql(execution).query<{ id: string; team: string | null }>(
    `select id, ${quoteName(team)} as team from ${tableOf(model)} where id = any($1::uuid[])`,
    [users],
  );
  return new Map(rows.map((row) => [row.id, row.team]));
}
