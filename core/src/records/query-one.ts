import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { restrictRows } from './query-compiler.ts';
import { keepFor } from './query-memory.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { createStatement, idPlace, type Statement } from './query-statement.ts';
import type { Query } from './records.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/** The read of one record. */
export interface CompiledRead extends Pick<Selection, 'write'> {
  readonly statement: Statement;
  /** The position of the version in its row. */
  readonly version: number;
  readonly isSensitive: boolean;
}

/** The record with an id, as one statement. */
export function compileRead(
  execution: Execution,
  model: EntityModel,
  { fields, include, deleted = false }: Pick<Query, 'fields' | 'include' | 'deleted'>,
): CompiledRead {
  return keepFor(execution, JSON.stringify(['read', model.id, fields, include, deleted]), () => {
    const { source, parameters, where } = restrictRows(execution, model, { deleted }, 'broad');
    const { sent, write, isSensitive } = selectRecords(source, fields, include);
    const condition = allOf([`r.id = ${parameters.bind(idPlace, 'uuid')}`, where]);
    const version = sent.at('r."version"');
    const select = `select ${sent.columns.join(', ')}`;
    const from = ` from ${tableOf(model)} r${sent.joins.join('')} where ${condition}`;
    const statement = createStatement(select, from, parameters.values);
    return { statement, write, version, isSensitive };
  });
}
