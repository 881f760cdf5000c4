import { isDeepStrictEqual } from 'node:util';
import { TesseraError, type Execution } from '../../src/index.ts';
import type { Bench, SqlPlan } from './bench.ts';
import type { Oracle } from './oracle.ts';
import type { Random } from './random.ts';
import type { ReaderPlan, WorldPlan } from './world-plan.ts';

/** A question in plain values: with the world and who asks it is all that a failure needs. */
export interface Question {
  readonly path: string;
  readonly reader: ReaderPlan;
  readonly plan: SqlPlan;
  readonly ask: Readonly<Record<string, unknown>>;
}

/** One triple while it is decided. */
export interface Trial<Ask> {
  readonly bench: Bench;
  readonly oracle: Oracle;
  readonly reads: Execution;
  readonly writes: Execution;
  readonly ask: Ask;
}

/** What a triple came to: something was found or done, nothing was there, or it was refused. */
export type Outcome = 'found' | 'empty' | 'refused';

/** One way to a record or value. `check` throws a {@link Difference} where the product says something else than the oracle. */
export interface Path<Ask = never> {
  readonly name: string;
  make(random: Random, world: WorldPlan): Ask;
  check(trial: Trial<Ask>): Promise<Outcome>;
}

export class Difference extends Error {}

/** What the product answers, or the code it refuses with. */
export async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | Pick<TesseraError, 'code' | 'message' | 'problems'>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    const { code, message, problems } = error;
    return { code, message, problems };
  }
}

export function same(what: string, product: unknown, oracle: unknown): void {
  if (isDeepStrictEqual(product, oracle)) return;
  throw new Difference(
    `${what}\n  product: ${JSON.stringify(product)}\n  oracle:  ${JSON.stringify(oracle)}`,
  );
}

/** The product must refuse as the oracle does; answers whether it did, and else the value. */
export function settled<T>(
  what: string,
  got: { readonly value: T } | { readonly code: string },
  refusal: string | undefined,
): T | undefined {
  same(`${what}: refused with`, 'code' in got ? got.code : undefined, refusal);
  return 'value' in got ? got.value : undefined;
}

export const CODES: Readonly<Record<'refused' | 'unknown', string>> = {
  refused: 'CORE_NOT_PERMITTED',
  unknown: 'CORE_NAME_UNKNOWN',
};
