import { errors } from '../errors.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { quoteName, tableOf } from '../records/sql-parameters.ts';
import { withCatalog } from './catalog-models.ts';

/** How many records name a user in one field. */
export interface FieldUse {
  readonly entity: EntityId;
  readonly field: string;
  readonly count: number;
}

/**
 * The fields of each entity that say whose work a record is: its owner, and every user whom people enter. What code fills in tells who did
 * something, what is unique belongs to one user alone, and who manages a team or a user is a matter of rights: these stay as they are.
 * @param only - `<entity>.<field>` of some of them
 * @throws TesseraError `CORE_REQUEST_INVALID` when `only` names another.
 */
export function workFields(
  models: EntityModels,
  only?: readonly string[],
): ReadonlyMap<EntityModel, readonly FieldModel[]> {
  const left = new Set(only);
  const isMeant = (model: EntityModel, { name }: FieldModel): boolean =>
    only === undefined || left.delete(`${model.id}.${name}`);
  const chosen = new Map(
    [...models.values()].map((model) => [
      model,
      ofModel(model).filter((field) => isMeant(model, field)),
    ]),
  );
  const [unknown] = left;
  if (unknown !== undefined)
    throw errors.requestInvalid({ reason: `“${unknown}” is no field that is handed over.` });
  return new Map([...chosen].filter(([, fields]) => fields.length > 0));
}

function ofModel(model: EntityModel): FieldModel[] {
  if (model.plugin === 'tessera') return [];
  const keys = new Set(model.uniques.flat());
  return [...model.fields.values()].filter(
    ({ name, type, target, readOnly, unique }) =>
      (type === 'user' || type === 'ref') &&
      target === 'tessera.user' &&
      !readOnly &&
      !unique &&
      !keys.has(name),
  );
}

/** In how many records, those in the recycle bin too, each such field names a user; nothing of fields where none do. */
export async function countWork(execution: Execution, user: string): Promise<readonly FieldUse[]> {
  const whole = await withCatalog(execution);
  const uses: FieldUse[] = [];
  for (const [model, fields] of workFields(whole.assembly.models)) {
    const counts = fields.map(
      ({ columns }, index) =>
        `count(*) filter (where ${quoteName(columns.value)} = $1)::int as "${index}"`,
    );
    const [row] = await currentSql(whole).query<Readonly<Record<string, number>>>(
      `select ${counts.join(', ')} from ${tableOf(model)} where ${namesIn(fields, '$1')}`,
      [user],
    );
    for (const [index, { name }] of fields.entries()) {
      const count = row?.[index] ?? 0;
      if (count > 0) uses.push({ entity: model.id, field: name, count });
    }
  }
  return uses;
}

/** That one of the fields names the user that a parameter holds. */
export function namesIn(fields: readonly FieldModel[], parameter: string): string {
  return `(${fields.map(({ columns }) => `${quoteName(columns.value)} = ${parameter}::uuid`).join(' or ')})`;
}
