import { createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { platformFolders } from './platform-folders.ts';

/** What keeps a process busy, and was not cleared, closed or ended. */
export interface HandleGroup {
  /** Of Node: `Timeout`, `TCPSERVERWRAP`, `FSEVENTWRAP`; or `listener of process`. */
  readonly type: string;
  /** Place in the plugin's code where they were made. */
  readonly site: string;
  readonly count: number;
}

/** Counts handles that code of plugins makes, by the place where they are made. */
export interface HandleWatch {
  counts(): ReadonlyMap<string, HandleGroup>;
  /** Waits until nothing ends any more of itself. */
  settle(): Promise<void>;
  /** Those that have become so many more, once the rest has had time to end. */
  grown(before: ReadonlyMap<string, HandleGroup>, least: number): Promise<readonly HandleGroup[]>;
  stop(): void;
}

const WATCHED = new Set([
  'Timeout',
  'TCPWRAP',
  'TCPSERVERWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'UDPWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'PROCESSWRAP',
  'WORKER',
  'MESSAGEPORT',
]);
const PATIENCE_MS = 3000;
const LOOK_MS = 50;

/** Begins to watch. Several plugins are told apart by the file, what the platform makes for itself does not count. */
export function watchHandles(): HandleWatch {
  const alive = new Map<number, { readonly type: string; readonly site: string }>();
  const platform = platformFolders();
  const hook = createHook({
    init(asyncId, type) {
      if (!WATCHED.has(type)) return;
      const site = siteOf(platform);
      if (site) alive.set(asyncId, { type, site });
    },
    destroy: (asyncId) => void alive.delete(asyncId),
  });
  hook.enable();

  const counts = (): ReadonlyMap<string, HandleGroup> => {
    const groups = new Map<string, HandleGroup>();
    for (const { type, site } of alive.values()) {
      const key = `${type} ${site}`;
      groups.set(key, { type, site, count: (groups.get(key)?.count ?? 0) + 1 });
    }
    for (const event of process.eventNames()) {
      const count = process.listenerCount(event);
      groups.set(`process ${String(event)}`, {
        type: 'listeners of process',
        site: `process.on('${String(event)}')`,
        count,
      });
    }
    return groups;
  };
  const growth = (before: ReadonlyMap<string, HandleGroup>, least: number): HandleGroup[] =>
    [...counts()].flatMap(([key, group]) => {
      const count = group.count - (before.get(key)?.count ?? 0);
      return count >= least ? [{ ...group, count }] : [];
    });
  return {
    counts,
    async settle() {
      for (let last = -1; last !== alive.size; await sleep(LOOK_MS)) last = alive.size;
    },
    async grown(before, least) {
      const end = performance.now() + PATIENCE_MS;
      while (growth(before, least).length > 0 && performance.now() < end) await sleep(LOOK_MS);
      return growth(before, least);
    },
    stop: () => void hook.disable(),
  };
}

/** The first line of code on the stack that is not Node's; undefined when it is the platform's. */
function siteOf(platform: readonly string[]): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n').slice(1)) {
    if (/\(node:|at node:|<anonymous>/.test(line)) continue;
    const place = /(?:file:\/\/|\(|at (?:async )?)([^()\s]+:\d+):\d+\)?$/.exec(line)?.[1];
    const file = place?.replace(/^file:\/\//, '').replace(/\?[^:]*/, '');
    if (!file || file.includes('handle-watch')) continue;
    const isPlatform =
      file.includes('/node_modules/') || platform.some((folder) => file.startsWith(folder));
    return isPlatform ? undefined : file;
  }
  return undefined;
}
