import { describePlugin } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Check, Finding } from './check.ts';
import { fillHost } from './fill-host.ts';
import { statementDifferences, recordStatements, recordedStatements } from './statement-record.ts';
import { changedTables, printTables } from './table-prints.ts';
import type { CheckWorld } from './world.ts';

/** It goes into a workspace that is new and into one that is in use, and does what its plan said. */
export const installs: Check = {
  name: 'installs',
  title:
    'Installs on an empty and on a filled database, does what its plan says, and nothing the second time',
  async run(world) {
    return [...(await install(world, false)), ...(await install(world, true))];
  },
};

async function install(world: CheckWorld, isFilled: boolean): Promise<readonly Finding[]> {
  const host = await world.openHost({ plugins: world.companions });
  const where = isFilled ? 'a filled database' : 'an empty database';
  try {
    if (isFilled) await fillHost(host);
    return await installInto(host, world, where);
  } catch (error) {
    return [
      {
        message: `It cannot be installed on ${where}: ${error instanceof Error ? error.message : String(error)}`,
        remedy:
          'New required fields on records that are there need a default; everything that the plugin needs to start must be there when it is new.',
      },
    ];
  } finally {
    await host.close();
  }
}

async function installInto(
  host: TestHost,
  world: CheckWorld,
  where: string,
): Promise<readonly Finding[]> {
  const { kernel } = host;
  const { manifest, plugin } = world.subject;
  // A digest tells the kernel that the second time it is the same.
  const subject = { ...world.subject, digest: world.subject.digest ?? `check-${manifest.version}` };
  const before = await printTables(kernel.database);
  const plan = await kernel.planInstall(describePlugin(manifest, plugin));
  if (plan.faults.length > 0)
    return plan.faults.map((fault) => ({
      message: `The plan for ${where} says that it cannot be installed: ${fault}`,
      remedy: 'Mend what the plan names.',
    }));
  await recordStatements(kernel.database);
  await kernel.install(subject);
  await kernel.enable(manifest.id, { cascade: true });
  const run = await recordedStatements(kernel.database);
  const planned = [...plan.statements, ...plan.indexes];
  const once = await printTables(kernel.database);
  await kernel.install(subject);
  await kernel.enable(manifest.id);
  const twice = await printTables(kernel.database);
  return [
    ...statementDifferences(planned, run).map((difference) => ({
      message: `On ${where} the plan is not what is run: ${difference}`,
      remedy:
        'Declare entities and fields through definePlugin alone; run no SQL that changes tables.',
    })),
    ...foreignTables(world, changedTables(before, once)).map((table) => ({
      message: `Installing it on ${where} has changed rows of ${table}, which belongs to another plugin.`,
      remedy:
        'Leave records of others alone; what must be derived from them belongs into a job or an event.',
    })),
    ...changedTables(once, twice).map((table) => ({
      message: `Installed a second time on ${where}, rows of ${table} are others.`,
      remedy:
        'Give each seed a key that recognises its rows, and write nothing when the plugin starts.',
    })),
  ];
}

/** Tables of others without those that get new columns: their rows look different and hold the same. */
function foreignTables({ subject }: CheckWorld, tables: readonly string[]): readonly string[] {
  const own = subject.manifest.id.replaceAll('-', '_');
  const extended = Object.keys(subject.plugin.extends ?? {}).map((entity) => entity.split('.')[0]);
  return tables.filter((table) => {
    const schema = table.split('.')[0]?.replaceAll('"', '');
    return schema !== own && !extended.includes(schema?.replaceAll('_', '-'));
  });
}
