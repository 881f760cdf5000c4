import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { restrictRows } from './restricted-rows.ts';
import { keepFor } from './query-memory.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { createStatement, idsPlace, type Statement } from './query-statement.ts';
import type { Query } from './records.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/** The read of records by their ids. */
export interface CompiledRead extends Pick<Selection, 'write'> {
  readonly statement: Statement;
  /** The positions of the id and of the version in a row. */
  readonly id: number;
  readonly version: number;
  readonly isSensitive: boolean;
}

/** The records with some ids, as one statement. */
export function compileRead(
  execution: Execution,
  model: EntityModel,
  { fields, include, deleted = false }: Pick<Query, 'fields' | 'include' | 'deleted'>,
): CompiledRead {
  return keepFor(execution, JSON.stringify(['read', model.id, fields, include, deleted]), () => {
    const { source, parameters, where } = restrictRows(execution, model, { deleted }, 'broad');
    const { sent, write, isSensitive } = selectRecords(source, fields, include);
    // Within a select the ids are unseen when it is planned: a plan for one of them would seem cheaper than any that can be kept.
    const ids = `(select ${parameters.bind(idsPlace, 'uuid[]')})::uuid[]`;
    const condition = allOf([`r.id = any(${ids})`, where]);
    const id = sent.at('r."id"');
    const version = sent.at('r."version"');
    const select = `select ${sent.columns.join(', ')}`;
    const from = ` from ${tableOf(model)} r${sent.joins.join('')} where ${condition}`;
    const statement = createStatement(select, from, parameters.values);
    return { statement, write, id, version, isSensitive };
  });
}
