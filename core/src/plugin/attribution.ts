import { AsyncLocalStorage } from 'node:async_hooks';
import { orKept } from '../records/or-kept.ts';

/** The way into code of plugins. */
export type EnterPlugin = <T>(plugin: string, work: () => T) => T;

const current = new AsyncLocalStorage<string>();

/** Runs code of a plugin: whatever it starts and does not wait for, timers and promises, stays known as that plugin's. */
export function runInPlugin<T>(plugin: string, work: () => T): T {
  return current.run(plugin, work);
}

/**
 * The same way for calls that follow one another in what runs now: each time a plugin is entered all that is known of the call is copied, and
 * so it is once for each plugin.
 */
export function enterPluginsOnce(): EnterPlugin {
  const entered = new Map<string, <T>(work: () => T) => T>();
  return (plugin, work) =>
    orKept(entered, plugin, () => runInPlugin(plugin, () => AsyncLocalStorage.snapshot()))(work);
}

/** Id of the plugin whose code runs, or started what runs; undefined for core and host. */
export function findCurrentPlugin(): string | undefined {
  return current.getStore();
}
