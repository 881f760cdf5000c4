import type { Context, RecordInput, RecordWrite } from '@tessera/sdk';
import { errors } from '../errors.ts';
import { settingsOf } from '../settings.ts';
import { addMonths } from './months.ts';

/** Kinds that follow from other entries or from what customers buy, and so are nobody's to write by hand. */
const OWN_KINDS: ReadonlySet<unknown> = new Set(['redeemed', 'expired', 'reversed']);

/** Tap on `loyalty.entry.validating`: when it happened, and until when points that come in can be used. */
export function keepDates(ctx: Context, write: RecordInput): RecordInput | undefined {
  if (write.action !== 'create') return undefined;
  const { values } = write;
  const now = ctx.clock.now().toISOString();
  const occurredAt = typeof values['occurredAt'] === 'string' ? values['occurredAt'] : now;
  const by = values['by'] ?? ctx.principal.userId;
  return {
    ...write,
    values: { expiresAt: expiryOf(ctx, values, occurredAt), ...values, occurredAt, by },
  };
}

/** Guard on `loyalty.entry.creating`. It throws, so that it holds in an import of history too. */
export function refuseWrongEntry(ctx: Context, { values }: RecordWrite): undefined {
  if (values['points'] === 0) throw refused(errors.pointsZero, 'points');
  const { kind } = values;
  if (OWN_KINDS.has(kind) && !ctx.principal.unlimited)
    throw refused(errors.entryKind, 'kind', { kind });
}

/** Guard on `loyalty.entry.updating`: the ledger is only added to, by whomever. */
export function refuseChange(): never {
  throw errors.entryFinal();
}

/** Guard on `loyalty.entry.deleting`: an entry goes with its account, and never alone. */
export function refuseDeletion(_ctx: Context, { cascade }: RecordWrite): undefined {
  if (!cascade) throw errors.entryFinal();
}

function expiryOf(
  ctx: Context,
  { points }: RecordInput['values'],
  occurredAt: string,
): string | null {
  const { expiresAfterMonths } = settingsOf(ctx);
  const isKept = !(Number(points) > 0) || expiresAfterMonths === 0;
  return isKept || Number.isNaN(Date.parse(occurredAt))
    ? null
    : addMonths(occurredAt, expiresAfterMonths);
}

function refused(
  error: (typeof errors)['entryKind'],
  field: string,
  details: Readonly<Record<string, unknown>> = {},
): Error {
  const { message } = error(details);
  return error(details, { problems: [{ pointer: `/${field}`, detail: message }] });
}
