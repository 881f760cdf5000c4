import type { CheckReport, CheckResult } from './check.ts';
import { chooseChecks } from './checks.ts';
import { openCheckWorld } from './open-world.ts';
import { runChecks } from './run-checks.ts';

/** What is checked, and how. */
export interface CheckOptions {
  /** Names of the checks to run; all when not given. */
  readonly only?: readonly string[];
  /** More rounds and more rows; takes minutes. */
  readonly full?: boolean;
  /** Called with each result as it comes. */
  readonly onResult?: (result: CheckResult) => void;
}

/**
 * Runs the conformance kit on the plugin in a folder: builds and packs it, then tries everything that a plugin promises on hosts,
 * databases and a browser of its own. Nothing outside of temporary folders is changed.
 * @throws Error when the folder holds no plugin that can be built, or `only` names no check.
 */
export async function checkPlugin(
  folder: string,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const checks = chooseChecks(options.only);
  const world = await openCheckWorld(folder, { isFull: options.full ?? false });
  try {
    return await runChecks(world, checks, options.onResult);
  } finally {
    await world.close();
  }
}
