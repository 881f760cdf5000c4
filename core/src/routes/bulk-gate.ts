import type { Database } from '../records/database.ts';

/** Two keep the host and the database busy; more only hold memory. */
const AT_ONCE = 2;

/** How many bulk requests are worked on, and what lets the next ones in. */
interface Gate {
  inside: number;
  readonly waiting: (() => void)[];
}

// Of each database that a host works with; it goes when that goes.
const gates = new WeakMap<Database, Gate>();

/** Works on a bulk request as soon as there are few enough of them, in the order in which they came. */
export async function throughBulkGate<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const gate = gates.get(database) ?? { inside: 0, waiting: [] };
  gates.set(database, gate);
  // Whoever leaves hands over the place, so that nobody who comes later is let in first.
  if (gate.inside < AT_ONCE) gate.inside += 1;
  else await new Promise<void>((enter) => gate.waiting.push(enter));
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.inside -= 1;
  }
}
