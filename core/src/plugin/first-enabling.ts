import { recordsOf } from '../records/facade.ts';
import { recalculateRollups } from '../records/rollup.ts';
import type { Assembly, Instance } from './assembly.ts';
import { runIn } from './execution.ts';
import { systemPrincipal } from './plugin-context.ts';
import { applySeeds } from './seeds.ts';

/** Once in the life of a plugin: its seeds, and the roll-ups it adds to rows that are there. */
export async function completeFirstEnabling(instance: Instance, assembly: Assembly): Promise<void> {
  const { id } = instance.manifest;
  const execution = {
    assembly,
    principal: systemPrincipal(`${id} is enabled for the first time`),
    requestId: `enable-${id}`,
    source: 'system' as const,
    signal: instance.signal,
  };
  await runIn(execution, async () => {
    await applySeeds(instance.installed.plugin, recordsOf());
    for (const model of assembly.models.values()) {
      for (const field of model.fields.values()) {
        if (field.type === 'rollup' && field.plugin === id)
          await recalculateRollups(execution, model, field.name);
      }
    }
  });
}
