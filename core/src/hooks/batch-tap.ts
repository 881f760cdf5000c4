import type { EntityName } from '../entities/entity-types.ts';
import type { Context } from '../plugin/context.ts';
import type { HookInput } from './hook-types.ts';
import type { Tap, TapOptions } from './hook.ts';

/**
 * Taps the writes of an entity, those of one batch together; `plugin.hooks` takes it like what `on` answers. A tap that reads or writes other
 * records does so once for a thousand records instead of a thousand times. A handler that throws a {@link TesseraError} refuses one record: the
 * batch is written again in halves until the one is found, so the handler may be called more than once.
 *
 * @example
 * ```ts
 * import { onBatch } from '@tessera/sdk';
 *
 * export const hooks = [
 *   onBatch(
 *     'tessera.team.writing',
 *     (ctx, writes) => ctx.log.info('teams were named', { teams: writes.map(({ id }) => id) }),
 *     { fields: ['name'] },
 *   ),
 * ];
 * ```
 */
export function onBatch<Id extends EntityName>(
  hook: `${Id}.writing`,
  handler: (ctx: Context, writes: readonly HookInput<`${Id}.writing`>[]) => Promise<void> | void,
  options?: TapOptions,
): Tap {
  return { hook, handler, isBatch: true, ...options };
}
