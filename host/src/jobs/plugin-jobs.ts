import { callPlugin, type Assembly, type Kernel, type Logger } from '@tessera/core';
import type { Jobs } from './jobs.ts';

const DEFAULT_TIMEOUT_MS = 600_000;

/** Does the jobs of enabled plugins, and keeps their schedules, from assembly to assembly. Answers what ends it. */
export async function servePluginJobs(
  kernel: Kernel,
  jobs: Jobs,
  log: Logger,
): Promise<() => Promise<void>> {
  /** Schedule by job, as it is set up now. */
  let served = new Map<string, string | undefined>();

  const follow = async (assembly: Assembly): Promise<void> => {
    const { timeZone } = assembly.settings;
    const wanted = new Map<string, string | undefined>();
    for (const [name, job] of assembly.jobs)
      wanted.set(name, job.schedule && `${job.schedule} ${timeZone}`);
    const before = served;
    served = wanted;
    for (const name of before.keys()) {
      if (wanted.has(name)) continue;
      if (before.get(name)) await jobs.schedule(name, undefined, timeZone);
      await jobs.forget(name);
    }
    for (const [name, job] of assembly.jobs) {
      if (!before.has(name))
        jobs.define(name, (data, run) => perform(kernel, name, data, run.signal));
      if (before.get(name) !== wanted.get(name)) await jobs.schedule(name, job.schedule, timeZone);
    }
  };

  let changes = follow(kernel.assembly);
  await changes;
  const leave = kernel.onAssembly((assembly) => {
    changes = changes
      .then(() => follow(assembly))
      .catch((error: unknown) =>
        log.error('the jobs of plugins could not be changed', { error: String(error) }),
      );
  });
  return async () => {
    leave();
    // What has begun still needs the queue.
    await changes;
  };
}

/** One run is one lease; a job whose plugin went in between fails and is tried again. */
async function perform(
  kernel: Kernel,
  name: string,
  data: unknown,
  signal: AbortSignal,
): Promise<void> {
  const principal = kernel.system(`job ${name}`);
  const cause = { kind: 'job', id: name } as const;
  await kernel.run({ principal, source: 'plugin', cause, signal }, async (assembly) => {
    const job = assembly.jobs.get(name);
    if (!job) throw new Error(`The plugin of ${name} is off.`);
    const { plugin, timeoutMs = DEFAULT_TIMEOUT_MS } = job;
    await callPlugin(assembly.onSpan, { kind: 'job', name, plugin, timeoutMs }, () =>
      job.run(assembly.context(plugin), data as never),
    );
  });
}
