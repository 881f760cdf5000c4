import type { TestHost } from '@tessera/host/testing';
import { shapeDifferences, shapeOf, tracesOf } from './assembly-shape.ts';
import type { Check, Finding } from './check.ts';
import { fillHost } from './fill-host.ts';
import { watchHandles } from './handle-watch.ts';
import { changedTables, printTables } from './table-prints.ts';
import { pluginsOf, type CheckWorld } from './world.ts';

const ROUNDS = 20;

/** Switching a plugin off and on leaves nothing behind, and takes nothing away. */
export const switching: Check = {
  name: 'switching',
  title: `Enabled and disabled ${ROUNDS} times, it leaves nothing behind and every row as it was`,
  async run(world) {
    const host = await world.openHost();
    try {
      await fillHost(host);
      return await switchOften(host, world);
    } finally {
      await host.close();
    }
  },
};

async function switchOften(host: TestHost, world: CheckWorld): Promise<readonly Finding[]> {
  const { kernel } = host;
  const { id } = world.subject.manifest;
  const shape = shapeOf(kernel.assembly);
  const rows = await printTables(kernel.database);
  const handles = watchHandles();
  try {
    // The first round warms up what is made once and kept.
    const traces = await switchOnce(host, world);
    await handles.settle();
    const before = handles.counts();
    for (let round = 1; round < ROUNDS; round++) await switchOnce(host, world);
    await host.settle();
    return [
      ...traces.map((trace) => ({
        message: `While ${id} is off, the assembly still has ${trace}.`,
        remedy: 'Contribute it through definePlugin, so that it comes and goes with the plugin.',
      })),
      ...shapeDifferences(shape, shapeOf(kernel.assembly)).map((difference) => ({
        message: `After ${ROUNDS} rounds the assembly is another one: ${difference}.`,
        remedy:
          'Build what definePlugin is given from constants alone: nothing may be added to it while the plugin runs.',
      })),
      ...(await handles.grown(before, ROUNDS / 2)).map(({ type, site, count }) => ({
        message: `${count} ${type} were left behind in ${ROUNDS - 1} rounds, made at ${site}.`,
        remedy:
          'Start it in a resource and end it in the resource’s stop: clear timers, close connections and watchers, take listeners off. Or end it when ctx.signal aborts.',
      })),
      ...changedTables(rows, await printTables(kernel.database)).map((table) => ({
        message: `Rows of ${table} are not what they were before.`,
        remedy:
          'Starting and stopping must write nothing: make first records by seeds, and later ones in hooks, events or jobs.',
      })),
    ];
  } finally {
    handles.stop();
  }
}

/** Off and on again; answers what of the plugin was still there while it was off. */
async function switchOnce({ kernel }: TestHost, world: CheckWorld): Promise<readonly string[]> {
  const { id } = world.subject.manifest;
  await kernel.disable(id, { cascade: true });
  const traces = tracesOf(id, shapeOf(kernel.assembly));
  for (const { manifest } of pluginsOf(world)) await kernel.enable(manifest.id, { cascade: true });
  return traces;
}
