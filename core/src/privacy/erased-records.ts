import type { EntityId } from '../entities/entity.ts';
import type { Sql } from '../records/database.ts';

/** A record that a request for erasure has dealt with. */
export interface ErasedRecord {
  readonly entity: EntityId;
  readonly id: string;
  readonly deal: 'erase' | 'clear' | 'keep';
  /** Names of the fields that went. */
  readonly fields: readonly string[];
  /** Why it was kept, in the words of the plugin that refused. */
  readonly why: string | null;
}

/** Writes down what was done, in the transaction that does it; what is gone stays gone. */
export async function noteErased(
  sql: Sql,
  request: string,
  records: readonly ErasedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await sql.query(
    `insert into tessera.erased_record (request, entity, record_id, deal, fields, why)
     select $1, entity, id, deal, array(select json_array_elements_text(fields)), why
     from json_to_recordset($2::json) as r(entity text, id uuid, deal text, fields json, why text)
     on conflict (request, entity, record_id) do update
       set deal = excluded.deal, fields = excluded.fields, why = excluded.why
       where erased_record.deal = 'keep'`,
    [request, JSON.stringify(records)],
  );
}

/** What a request has dealt with, by entity and id, a page at a time. */
export function readErased(
  sql: Sql,
  request: string,
  after: Pick<ErasedRecord, 'entity' | 'id'> | undefined,
  limit: number,
): Promise<ErasedRecord[]> {
  const first = after ?? { entity: '', id: '00000000-0000-0000-0000-000000000000' };
  return sql.query<ErasedRecord>(
    `select entity, record_id as id, deal, fields, why from tessera.erased_record
     where request = $1 and (entity, record_id) > ($2, $3) order by entity, record_id limit ${limit}`,
    [request, first.entity, first.id],
  );
}

/** What a request has dealt with, counted. */
export function countErased(
  sql: Sql,
  request: string,
): Promise<(Pick<ErasedRecord, 'entity' | 'deal' | 'why'> & { readonly count: number })[]> {
  return sql.query(
    `select entity, deal, why, count(*) as count from tessera.erased_record
     where request = $1 group by entity, deal, why order by entity, deal, why`,
    [request],
  );
}
