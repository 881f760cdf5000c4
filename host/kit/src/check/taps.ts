import type { EntityModel, Tap } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Check, Finding } from './check.ts';
import { fillHost } from './fill-host.ts';
import { rubbishValues, rubbishWrites } from './rubbish.ts';
import { sabotage } from './sabotage.ts';
import { crashesDuring } from './crash-watch.ts';
import { changedTables, printTables } from './table-prints.ts';
import type { CheckWorld } from './world.ts';

const DEFAULT_LIMIT_MS = 1000;
const HANGS = Symbol('hangs');

/** A tap stands between a person and what they save: whatever comes, it answers. */
export const taps: Check = {
  name: 'taps',
  title: 'Every tap survives rubbish, and others that throw or hang',
  async run(world) {
    const { hooks = [], offers = [] } = world.subject.plugin;
    if (hooks.length + offers.length === 0) return [];
    const host = await world.openHost();
    try {
      await fillHost(host);
      const findings: Finding[] = [];
      for (const tap of hooks) findings.push(...(await throwRubbish(host, world, tap)));
      if (findings.length > 0) return findings;
    } finally {
      await host.close();
    }
    return sabotage(world);
  },
};

async function throwRubbish(
  host: TestHost,
  world: CheckWorld,
  tap: Tap,
): Promise<readonly Finding[]> {
  const { database, assembly } = host.kernel;
  const dot = tap.hook.lastIndexOf('.');
  const model = assembly.models.get(tap.hook.slice(0, dot) as EntityModel['id']);
  const inputs = [...rubbishValues, ...(model ? rubbishWrites([...model.fields.keys()]) : [])];
  const findings: Finding[] = [];
  const before = await printTables(database);
  const crashes = await crashesDuring(async () => {
    findings.push(...(await firstHang(host, world, tap, inputs)));
    await host.settle();
  });
  for (const crash of crashes)
    findings.push({
      message: `The tap on ${tap.hook} lets an error escape that nobody catches: ${crash}.`,
      remedy: 'Await every promise that it starts, and catch errors in timers and listeners.',
    });
  // Taken away again: it is the fault of this tap alone.
  if (Object.hasOwn(Object.prototype, 'polluted')) {
    Reflect.deleteProperty(Object.prototype, 'polluted');
    findings.push({
      message: `The tap on ${tap.hook} copies __proto__ from its input into every object.`,
      remedy: 'Copy named fields only, or use Object.fromEntries over Object.entries.',
    });
  }
  const changed = changedTables(before, await printTables(database));
  if (changed.length > 0)
    findings.push({
      message: `The tap on ${tap.hook} changed rows of ${changed.join(', ')} when it was given rubbish.`,
      remedy: 'Check that the input is what the hook promises before anything is written.',
    });
  return findings;
}

/** Gives it one input after the other, as long as it answers in time. */
async function firstHang(
  host: TestHost,
  world: CheckWorld,
  tap: Tap,
  inputs: readonly (readonly [what: string, input: unknown])[],
): Promise<readonly Finding[]> {
  const limit = limitOf(world, tap);
  for (const [what, input] of inputs) {
    const milliseconds = await callTap(host, world, tap, input);
    if (milliseconds !== HANGS && milliseconds <= limit) continue;
    const time =
      milliseconds === HANGS ? `no answer within ${limit} ms` : `${Math.round(milliseconds)} ms`;
    return [
      {
        message: `The tap on ${tap.hook} hangs when it is given ${what}: ${time}.`,
        remedy:
          'Pass ctx.signal to what it waits for, give it a limit of its own, and keep expressions over texts linear; slow work belongs into an event or a job.',
      },
    ];
  }
  return [];
}

/** The whole tap, called as the system in a transaction of its own; how long it took. What it throws is its answer. */
async function callTap(
  { kernel }: TestHost,
  { subject }: CheckWorld,
  tap: Tap,
  input: unknown,
): Promise<number | typeof HANGS> {
  const start = performance.now();
  const limit = limitOf({ subject }, tap);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof HANGS>((settle) => {
    timer = setTimeout(() => settle(HANGS), limit);
  });
  const work = kernel
    .run({ principal: kernel.system('tries a tap'), source: 'system' }, async (assembly) => {
      const context = assembly.context(subject.manifest.id);
      await context.transaction(async () => void (await tap.handler(context, input)));
    })
    .then(
      () => performance.now() - start,
      () => performance.now() - start,
    );
  const ended = await Promise.race([work, late]);
  clearTimeout(timer);
  return ended;
}

function limitOf({ subject }: Pick<CheckWorld, 'subject'>, tap: Tap): number {
  const offered = subject.plugin.offers?.find(({ name }) => name === tap.hook)?.timeoutMs;
  const limit = offered ?? DEFAULT_LIMIT_MS;
  // A busy machine is given some time more.
  return 2 * Math.min(tap.timeoutMs ?? limit, limit);
}
