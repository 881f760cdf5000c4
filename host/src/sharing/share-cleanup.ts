import { currentExecution } from '@tessera/core';

/** Removes shares of records, users and teams that are gone for good; those of deleted ones stay for their return. */
export async function removeLostShares(): Promise<void> {
  const { database, models } = currentExecution().assembly;
  await database.query(
    `delete from tessera.record_share s where (s.user_id is not null and not exists (select 1 from tessera."user" u where u.id = s.user_id))
     or (s.team_id is not null and not exists (select 1 from tessera.team t where t.id = s.team_id))`,
  );
  await database.query(
    `delete from tessera.uses u where u.kind = 'sharingRule' and not exists (select 1 from tessera.sharing_rule r where r.id::text = u.definition)`,
  );
  const shared = await database.query<{ entity: string }>(
    'select distinct entity from tessera.record_share',
  );
  for (const { entity } of shared) {
    const model = models.get(entity as `${string}.${string}`);
    if (!model) continue;
    await database.query(
      `delete from tessera.record_share s where s.entity = $1
       and not exists (select 1 from "${model.schema}"."${model.table}" r where r.id = s.record_id)`,
      [entity],
    );
  }
}
