import type { EntityId, EntityModel } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Check, Finding } from './check.ts';
import { fillHost, pathOf, type Filling } from './fill-host.ts';
import { changedTables, printTables, type TablePrints } from './table-prints.ts';
import { pluginsOf, type CheckWorld } from './world.ts';

/** A company that gives a plugin up keeps everything else. */
export const purge: Check = {
  name: 'purge',
  title:
    'Purged, nothing of it is left and all else is as it was; while it is off, deleting goes on',
  async run(world) {
    const host = await world.openHost();
    try {
      const filling = await fillHost(host);
      return [...(await deleteWhileOff(host, world, filling)), ...(await purgeAll(host, world))];
    } finally {
      await host.close();
    }
  },
};

/** The records that the plugin's own refer to are deleted with the plugin off as with it on. */
async function deleteWhileOff(
  host: TestHost,
  world: CheckWorld,
  filling: Filling,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const model of referredModels(host, world)) {
    const id = filling.records.get(model.id)?.[0];
    if (!id) continue;
    const path = `${pathOf(model)}/${id}`;
    const on = await tryDeletion(host, path);
    await host.kernel.disable(world.subject.manifest.id, { cascade: true });
    const off = await tryDeletion(host, path);
    await enableAll(host, world);
    if (on !== off)
      findings.push({
        message: `Deleting a record of ${model.id} answers ${on} while the plugin is on, and ${off} while it is off.`,
        remedy:
          'Say by onDelete of the reference what becomes of the record, not in a hook: hooks are silent while the plugin is off.',
      });
  }
  return findings;
}

function referredModels({ kernel }: TestHost, world: CheckWorld): readonly EntityModel[] {
  const { models } = kernel.assembly;
  const { id } = world.subject.manifest;
  const targets = [...models.values()]
    .filter(({ plugin }) => plugin === id)
    .flatMap(({ fields }) => [...fields.values()].flatMap(({ target }) => target ?? []));
  return [...new Set(targets)].flatMap((target) => {
    const model = models.get(target as EntityId);
    return model && model.plugin !== id && model.plugin !== 'tessera' ? [model] : [];
  });
}

/** The answer to a deletion, which is undone where it worked. */
async function tryDeletion(host: TestHost, path: string): Promise<number> {
  const client = host.as('administrator');
  const { status } = await client.delete(path);
  if (status === 200) await client.post(`${path}/restore`);
  await host.settle();
  return status;
}

async function enableAll(host: TestHost, world: CheckWorld): Promise<void> {
  for (const { manifest } of pluginsOf(world))
    await host.kernel.enable(manifest.id, { cascade: true });
}

async function purgeAll(host: TestHost, world: CheckWorld): Promise<readonly Finding[]> {
  const { kernel } = host;
  const { id } = world.subject.manifest;
  const tables = ownTables(host, id);
  await kernel.disable(id, { cascade: true });
  const plan = await kernel.planPurge(id);
  const counted = await countRows(host, tables);
  const before = await printOthers(host, world);
  if (plan.references.length > 0)
    return plan.references.map(({ plugin, entity, field }) => ({
      message: `It cannot be purged: ${entity}.${field} of ${plugin} refers to its records.`,
      remedy: `Let ${plugin} refer to it softly, or check the plugin without ${plugin}.`,
    }));
  await kernel.purge(id);
  const planned = new Map(plan.rows.map(({ entity, count }) => [entity, Number(count)]));
  const wrong = [...counted].filter(
    ([entity, count]) => (planned.get(entity as EntityId) ?? 0) !== count,
  );
  return [
    ...wrong.map(([entity, count]) => ({
      message: `The plan of the purge counts ${planned.get(entity as EntityId) ?? 0} records of ${entity}; there are ${count}.`,
      remedy:
        'Declare all tables as entities: rows that the plugin keeps elsewhere are not counted.',
    })),
    ...(await leftovers(host, id)).map((left) => ({
      message: `After the purge there is still ${left}.`,
      remedy:
        'Keep data in entities and extension fields alone: what is made otherwise is not found.',
    })),
    ...changedTables(before, await printOthers(host, world)).map((table) => ({
      message: `The purge has changed rows of ${table}, which belongs to another plugin.`,
      remedy: 'Refer to records of others from your own; do not write into theirs.',
    })),
  ];
}

async function countRows(
  { kernel }: TestHost,
  tables: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [entity, table] of tables) {
    const [row] = await kernel.database.query<{ count: string }>(
      `select count(*) as count from ${table}`,
    );
    counts.set(entity, Number(row?.count ?? 0));
  }
  return counts;
}

function ownTables({ kernel }: TestHost, id: string): ReadonlyMap<string, string> {
  const own = [...kernel.assembly.models.values()].filter(({ plugin }) => plugin === id);
  return new Map(own.map((model) => [model.id, `"${model.schema}"."${model.table}"`]));
}

/** Rows of other plugins, without the columns of this one. */
async function printOthers(host: TestHost, world: CheckWorld): Promise<TablePrints> {
  const schema = world.subject.manifest.id.replaceAll('-', '_');
  return new Map(
    [...(await printTables(host.kernel.database, { traces: false, without: `${schema}_` }))].filter(
      ([table]) => !table.startsWith(`${schema}.`) && !table.startsWith(`"${schema}"`),
    ),
  );
}

/** Tables and columns that carry its name; a column of another plugin may begin so, too. */
async function leftovers(host: TestHost, id: string): Promise<readonly string[]> {
  const schema = id.replaceAll('-', '_');
  const rows = await host.kernel.database.query<{ what: string }>(
    `select 'the table ' || n.nspname || '.' || c.relname as what
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'S')
     union all
     select 'the column ' || table_schema || '.' || table_name || '.' || column_name
       from information_schema.columns where starts_with(column_name, $1 || '_') and table_schema not in ('tessera', 'pgboss', 'information_schema', 'pg_catalog')
         and not exists (select from tessera.schema_column c
           where (c."table", c."column") = (table_schema || '.' || table_name, column_name) and c.plugin <> $2)
     order by 1`,
    [schema, id],
  );
  return rows.map(({ what }) => what);
}
