import { createHash } from 'node:crypto';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import { recordsOf } from '../records/facade.ts';
import { recalculateRollups } from '../records/rollup.ts';
import type { Assembly, Instance } from './assembly.ts';
import { runIn } from './execution.ts';
import { systemPrincipal } from './plugin-context.ts';
import type { Plugin, Seed } from './plugin.ts';
import { applySeeds } from './seeds.ts';

type Rollup = readonly [model: EntityModel, field: FieldModel];

/**
 * Makes what a version brings once and has not brought before: its seeds, and the values of roll-ups in rows that are there. A seed that
 * somebody has deleted since does not come back. What roll-ups count has gone on changing while the plugin was off: they are all counted
 * again.
 * @param completed - keys of what was made before; null when that is not known, and all counts as made
 * @returns keys of all that is made now
 */
export async function completeEnabling(
  instance: Instance,
  assembly: Assembly,
  completed: readonly string[] | null,
  wasOff: boolean,
): Promise<readonly string[]> {
  const { plugin } = instance.installed;
  const rollups = rollupsOf(assembly, instance.manifest.id);
  const keys = [
    ...(plugin.seeds ?? []).flatMap((seed) => seed.rows.map((row) => seedKey(seed, row))),
    ...rollups.map(rollupKey),
  ];
  const done = new Set(completed ?? keys);
  const counted = rollups.filter((rollup) => wasOff || !done.has(rollupKey(rollup)));
  if (keys.every((key) => done.has(key)) && counted.length === 0) return completed ?? keys;
  await runIn(executionFor(instance, assembly), async () => {
    await applySeeds(withoutDone(plugin, done), recordsOf());
    for (const [model, field] of counted)
      await recalculateRollups(executionFor(instance, assembly), model, field.name);
  });
  return [...new Set([...done, ...keys])];
}

function executionFor({ manifest, signal }: Instance, assembly: Assembly) {
  return {
    assembly,
    principal: systemPrincipal(`${manifest.id} ${manifest.version} is enabled for the first time`),
    requestId: `enable-${manifest.id}`,
    source: 'system' as const,
    signal,
  };
}

function rollupsOf(assembly: Assembly, plugin: string): readonly Rollup[] {
  return [...assembly.models.values()].flatMap((model) =>
    [...model.fields.values()]
      .filter((field) => field.type === 'rollup' && field.plugin === plugin)
      .map((field): Rollup => [model, field]),
  );
}

function withoutDone(plugin: Plugin, done: ReadonlySet<string>): Plugin {
  const seeds = (plugin.seeds ?? []).map((seed) => ({
    ...seed,
    rows: seed.rows.filter((row) => !done.has(seedKey(seed, row))),
  }));
  return { ...plugin, seeds };
}

function seedKey(seed: Seed, row: Seed['rows'][number]): string {
  return hash(['seed', seed.entity, ...seed.key.map((name) => row[name])]);
}

/** A roll-up that counts something else than before is another. */
function rollupKey([model, field]: Rollup): string {
  return hash(['rollup', model.id, field.name, field.rollup]);
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
