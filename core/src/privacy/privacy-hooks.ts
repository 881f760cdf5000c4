import type { AnyRecord } from '../records/records.ts';
import type { PersonReference } from './person.ts';

/**
 * What the guard `tessera.person.erasing` is given: a record that is about to lose what it tells of a person. It is asked for every record
 * by itself, before anything of it is changed; a refusal keeps the record as it is, and the report of the erasure says why.
 *
 * @example
 * ```ts
 * import { on, type PersonErasing, type Refusal } from '@tessera/sdk';
 *
 * function keepInvoices({ entity }: PersonErasing): Refusal | undefined {
 *   return entity === 'harbour.invoice' ? { reason: 'Invoices are kept for ten years.' } : undefined;
 * }
 *
 * export const hooks = [on('tessera.person.erasing', (_ctx, erasing) => keepInvoices(erasing))];
 * ```
 */
export interface PersonErasing {
  /** Who is being erased. */
  readonly person: PersonReference;
  /** The entity of the record. */
  readonly entity: string;
  /** The record as it is now. */
  readonly record: AnyRecord;
  /** `erase`: all of it goes. `clear`: only its personal fields do. */
  readonly deal: 'erase' | 'clear';
}
