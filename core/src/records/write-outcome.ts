import type { TesseraError } from '../tessera-error.ts';
import type { Outcome } from './records.ts';
import type { Draft, Stored, Write } from './write-draft.ts';
import { isWritingTapped } from './write-hooks.ts';

/** What became of one item of a write, with the error itself where it failed. */
export type WriteResult =
  | {
      readonly status: 'created' | 'updated' | 'unchanged' | 'deleted' | 'restored';
      readonly id: string;
      readonly version: number;
      /** The record as it is stored now. */
      readonly stored: Stored;
      /** Plugins wrote along: the record may have changed since. */
      readonly tapped?: boolean;
      /** Whether the principal may read the record as it is now; undefined where that was not asked. */
      readonly isReadable?: boolean | undefined;
      /** Of a deletion and a restoration: the batch, and how many records are in it. */
      readonly batch?: string;
      readonly count?: number;
    }
  | { readonly status: 'failed'; readonly error: TesseraError };

/** What whoever shows a written record needs to know of it. */
export function toldOf(write: Write, draft: Draft) {
  return { tapped: isWritingTapped(write, draft), isReadable: draft.isReadable };
}

/** The result as a bulk answer tells it. */
export function toOutcome(result: WriteResult): Outcome {
  if (result.status !== 'failed')
    return { status: result.status, id: result.id, version: result.version };
  const { code, message, problems } = result.error;
  return { status: 'failed', code, detail: message, problems };
}
