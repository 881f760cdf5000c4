import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { createParameters, quoteName, tableOf } from '../records/sql-parameters.ts';
import { reach } from './authorize.ts';
import { explainedTitle } from './explain-title.ts';
import type { ParentStep } from './explanation.ts';
import {
  compilePredicate,
  MAXIMUM_PARENTS,
  parentModel,
  predicateParts,
  type PredicateReason,
} from './predicate.ts';
import { booleans } from './record-access.ts';

interface ParentRow {
  readonly id: string;
  readonly isDeleted: boolean;
  readonly isReadable: boolean;
  readonly holds: readonly boolean[];
}

/** The records above one, each with why it counts for what is below it: a step for each level. */
export async function explainParents(
  asking: Execution,
  asked: Execution,
  model: EntityModel,
  id: string,
  action: string,
): Promise<readonly ParentStep[]> {
  const granted = reach(asked, model, action);
  const isInherited = !granted.all && (action === 'read' || !model.owned);
  const steps: ParentStep[] = [];
  let below = { model, id };
  for (let depth = 1; isInherited && depth <= MAXIMUM_PARENTS; depth += 1) {
    const parent = parentModel(asked, below.model);
    if (!parent) break;
    const parameters = createParameters();
    const key = parameters.bind(below.id, 'uuid');
    const readable = compilePredicate(asked, parent.model, 'read', 'r', parameters);
    const parts = predicateParts(asked, parent.model, action, parameters, {
      alias: 'r',
      below: { granted, depth },
    });
    const [row] = await currentSql(asked).query<ParentRow>(
      `select r.id, r.deleted_at is not null as "isDeleted", coalesce(${readable}, false) as "isReadable",
         ${booleans(parts.map(({ sql }) => sql))} as holds
       from ${tableOf(parent.model)} r
       where r.id = (select b.${quoteName(parent.field.columns.value)} from ${tableOf(below.model)} b where b.id = ${key})`,
      parameters.values,
    );
    if (!row) break;
    const reasons = parts.flatMap(({ reason }, index) => (row.holds[index] ? [reason] : []));
    steps.push(await stepOf(asking, parent.model, row, [...new Set(reasons)]));
    // What is above counts only through what is between.
    if (action !== 'read' && parent.model.owned) break;
    below = { model: parent.model, id: row.id };
  }
  return steps;
}

async function stepOf(
  asking: Execution,
  model: EntityModel,
  { id, isDeleted, isReadable }: ParentRow,
  reasons: readonly PredicateReason[],
): Promise<ParentStep> {
  const isGranting = reasons.length > 0 && isReadable && !isDeleted;
  const title = await explainedTitle(asking, model, id);
  return {
    kind: 'parent',
    outcome: isGranting ? 'grants' : 'noted',
    parent: { entity: model.id, id, title },
    reasons,
    isReadable,
    isDeleted,
  };
}
