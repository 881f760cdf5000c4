import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs code of a plugin: whatever it starts and does not wait for, timers and promises, stays known as that plugin's. */
export function runInPlugin<T>(plugin: string, work: () => T): T {
  return current.run(plugin, work);
}

/** Id of the plugin whose code runs, or started what runs; undefined for core and host. */
export function findCurrentPlugin(): string | undefined {
  return current.getStore();
}
