import type { Context, RecordWrite, Refusal } from '@tessera/core';
import { refusalError } from './refusal.ts';

/** A refusal, and what a client can make a sentence of its own from. */
export type Refused = Refusal & { readonly details?: Readonly<Record<string, unknown>> };

/** Says why a write may not be; undefined when it may. */
export type Guard = (
  ctx: Context,
  write: RecordWrite,
) => Refused | undefined | Promise<Refused | undefined>;

/** The guard as one that holds in an import of history too. */
export function enforced(guard: Guard): (ctx: Context, write: RecordWrite) => Promise<undefined> {
  return async (ctx, write) => {
    const refusal = await guard(ctx, write);
    if (refusal) throw refusalError(refusal, refusal.details);
  };
}
