import type { Instance } from './assembly.ts';
import { stopInstance, type RunningInstance } from './instance.ts';

/** After this the signal of an instance that has left aborts, whatever still runs in it. */
const DRAIN_LIMIT_MS = 30_000;

/** The instances that run: those that are served, and those that end what they have begun. Two of one plugin may live side by side. */
export interface InstanceSet {
  readonly running: ReadonlySet<RunningInstance>;
  add(instance: RunningInstance): void;
  /** Stops none of these, as they are by then, until what is answered is called. */
  keep(instances: ReadonlySet<RunningInstance>): () => void;
  /** Stops those that no assembly holds any more. */
  retire(held: ReadonlySet<Instance>): void;
  /** Gives those that are no longer served 30 s. */
  drain(served: ReadonlySet<Instance>): void;
  /** Settles when no instance of the plugin is being stopped. */
  stopped(id: string): Promise<void>;
  stopAll(): Promise<void>;
}

export function createInstanceSet(): InstanceSet {
  const running = new Set<RunningInstance>();
  const stopping = new Map<RunningInstance, Promise<void>>();
  const timers = new Map<RunningInstance, NodeJS.Timeout>();
  const kept = new Set<ReadonlySet<RunningInstance>>();
  const isKept = (instance: RunningInstance): boolean => [...kept].some((one) => one.has(instance));
  const stay = (instance: RunningInstance): void => {
    clearTimeout(timers.get(instance));
    timers.delete(instance);
  };
  const leave = (instance: RunningInstance): void => {
    stay(instance);
    if (!running.delete(instance)) return;
    const stopped = discardInstance(instance).finally(() => stopping.delete(instance));
    stopping.set(instance, stopped);
  };
  const leaveUnlessKept = (instance: RunningInstance): void => {
    stay(instance);
    if (!isKept(instance)) leave(instance);
  };
  return {
    running,
    add: (instance) => void running.add(instance),
    keep(instances) {
      kept.add(instances);
      return () => void kept.delete(instances);
    },
    retire(held) {
      for (const instance of running) if (!held.has(instance) && !isKept(instance)) leave(instance);
    },
    drain(served) {
      for (const instance of running) {
        if (served.has(instance)) stay(instance);
        else if (!timers.has(instance))
          timers.set(instance, setTimeout(leaveUnlessKept, DRAIN_LIMIT_MS, instance).unref());
      }
    },
    async stopped(id) {
      const all = [...stopping].filter(([{ manifest }]) => manifest.id === id);
      await Promise.all(all.map(([, stopped]) => stopped));
    },
    async stopAll() {
      for (const instance of [...running].toReversed()) leave(instance);
      await Promise.all(stopping.values());
    },
  };
}

/** Ends an instance: its signal aborts and what was started for it is stopped. */
export async function discardInstance(instance: RunningInstance): Promise<void> {
  instance.abort.abort();
  await stopInstance(instance);
}
