import type { Assembly } from './assembly.ts';
import { callPlugin } from './plugin-call.ts';
import { clearStarting, markStarting } from './boot-marks.ts';
import { completeEnabling } from './complete-enabling.ts';
import { runIn, type Execution } from './execution.ts';
import { startInstance, type RunningInstance } from './instance.ts';
import type { LifeState } from './life-state.ts';
import { systemPrincipal } from './plugin-context.ts';
import { takeStep, type Journal } from './plugin-step.ts';
import { changePlugin } from './plugin-store.ts';

/** For `reconcile`: it may go through many rows, but not hold up everybody for ever. */
const RECONCILE_LIMIT_MS = 300_000;

/** Everything between folding and the swap, for an instance that is new in the assembly. */
export async function activateInstance(
  state: LifeState,
  instance: RunningInstance,
  assembly: Assembly,
  journal: Journal,
  isBoot: boolean,
): Promise<void> {
  const { manifest } = instance;
  const { database, hostName } = state.options;
  const isMarked = isBoot && manifest.id !== state.options.platform.manifest.id;
  if (isMarked) await markStarting(database, manifest.id, hostName);
  try {
    await takeStep(journal, manifest, 'start', () => startInstance(instance, assembly));
    await complete(state, instance, assembly, journal);
    await takeStep(journal, manifest, 'check', async () => check(instance, assembly));
    await reconcile(state, instance, assembly, journal);
  } finally {
    if (isMarked) await clearStarting(database, manifest.id, hostName);
  }
}

async function complete(
  state: LifeState,
  instance: RunningInstance,
  assembly: Assembly,
  journal: Journal,
): Promise<void> {
  const { manifest } = instance;
  const row = state.rows.get(manifest.id);
  const before = row?.seeded ? row.completed : [];
  await takeStep(journal, manifest, 'seed', async () => {
    const wasOff = Boolean(row?.offSince);
    const completed = await completeEnabling(instance, assembly, before, wasOff);
    if (completed !== before || !row?.seeded)
      await changePlugin(state.options.database, manifest.id, { seeded: true, completed });
  });
}

/** Its services can be made: a factory that throws is found before anybody is served. */
function check(instance: RunningInstance, assembly: Assembly): void {
  const { id } = instance.manifest;
  runIn(executionOf(instance, assembly, 'is checked'), () => {
    for (const { token } of instance.installed.plugin.services ?? [])
      assembly.services(id).get(token);
  });
}

async function reconcile(
  state: LifeState,
  instance: RunningInstance,
  assembly: Assembly,
  journal: Journal,
): Promise<void> {
  const { manifest, installed } = instance;
  const since = state.rows.get(manifest.id)?.offSince;
  const work = installed.plugin.reconcile;
  if (!since || !work) return;
  const call = {
    kind: 'resource' as const,
    name: 'reconcile',
    plugin: manifest.id,
    timeoutMs: RECONCILE_LIMIT_MS,
  };
  await takeStep(journal, manifest, 'reconcile', () =>
    runIn(executionOf(instance, assembly, 'catches up'), () =>
      callPlugin(assembly.onSpan, call, () => work(assembly.context(manifest.id), { since })),
    ),
  );
}

function executionOf(
  { manifest, signal }: RunningInstance,
  assembly: Assembly,
  reason: string,
): Execution {
  return {
    assembly,
    principal: systemPrincipal(`${manifest.id}: ${reason}`),
    requestId: `enable-${manifest.id}`,
    source: 'system',
    signal,
  };
}
