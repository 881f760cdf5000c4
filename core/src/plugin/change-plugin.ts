import { errors } from '../errors.ts';
import type { Sql } from '../records/database.ts';
import { assemble } from './assemble.ts';
import type { LifeState } from './life-state.ts';
import type { Journal } from './plugin-step.ts';
import { settle } from './settle.ts';

/** Folds what is served once more under a new number: other hosts look, and what is not served has changed. */
export async function serveAgain(
  state: LifeState,
  journal: Journal,
  commit?: (sql: Sql, number: number) => Promise<void>,
): Promise<void> {
  const ids = [...(state.leases?.current.instances.keys() ?? [])];
  await assemble(state, { ids, journal, commit });
  await settle(state);
}

/** @throws TesseraError `CORE_SAFE_MODE` */
export function refuseInSafeMode({ options }: LifeState, id: string): void {
  if (options.safeMode) throw errors.safeMode({ id });
}
