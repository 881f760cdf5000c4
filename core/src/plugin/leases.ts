import type { Assembly } from './assembly.ts';

/** Which assembly is served, and which older ones still have work running in them. */
export interface Leases {
  readonly current: Assembly;
  /** Runs the work in the assembly that is served now; it stays that one's until it ends. */
  hold<T>(work: (assembly: Assembly) => Promise<T>): Promise<T>;
  /** Serves another assembly from the next lease on. */
  swap(next: Assembly): void;
  /** Assemblies that are served or still hold work. */
  live(): readonly Assembly[];
}

/** `onRetired` is called when an assembly that is no longer served has ended its last lease. */
export function createLeases(first: Assembly, onRetired: (assembly: Assembly) => void): Leases {
  let current = first;
  const counts = new Map<Assembly, number>([[first, 0]]);
  const retireIfIdle = (assembly: Assembly): void => {
    if (assembly === current || counts.get(assembly) !== 0) return;
    counts.delete(assembly);
    onRetired(assembly);
  };
  return {
    get current() {
      return current;
    },
    live: () => [...counts.keys()],
    async hold(work) {
      const assembly = current;
      counts.set(assembly, (counts.get(assembly) ?? 0) + 1);
      try {
        return await work(assembly);
      } finally {
        counts.set(assembly, (counts.get(assembly) ?? 1) - 1);
        retireIfIdle(assembly);
      }
    },
    swap(next) {
      const previous = current;
      current = next;
      counts.set(next, 0);
      retireIfIdle(previous);
    },
  };
}
