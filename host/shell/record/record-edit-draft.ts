import type { FieldMeta } from '@tessera/core';
import { isEditable } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';

const PREFIX = 'ts-edit:';

/** A value that was being written into one field of a record when the record was left. */
export interface EditDraft {
  readonly field: string;
  readonly value: unknown;
  /** What the field held when its editor opened, and the version it was of: what others write meanwhile is a conflict. */
  readonly base: unknown;
  readonly version: number | undefined;
}

/** Whose draft it is: drafts of one person are not another's, who signs in within the same tab. */
export interface DraftPlace {
  readonly user: string;
  readonly record: string;
}

/** Keeps a draft within this tab. */
export function keepEdit(place: DraftPlace, draft: EditDraft): void {
  sessionStorage.setItem(keyOf(place), JSON.stringify(draft));
}

export function dropEdit(place: DraftPlace): void {
  sessionStorage.removeItem(keyOf(place));
}

/** The draft that was left on a record; none when its field can no longer be written. */
export function readEdit(
  place: DraftPlace,
  fields: readonly FieldMeta[],
): (EditDraft & { readonly of: FieldMeta }) | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(place)) ?? 'null') as EditDraft | null;
    const of = fields.find(({ name }) => name === draft?.field);
    return draft && of && isEditable(of) ? { ...draft, of } : undefined;
  } catch {
    return undefined;
  }
}

/** The record as it was when the editor opened, as far as the draft needs it. */
export function baseOf(draft: EditDraft, record: WireRecord): WireRecord {
  return {
    ...record,
    [draft.field]: draft.base,
    ...(draft.version === undefined ? {} : { version: draft.version }),
  };
}

function keyOf({ user, record }: DraftPlace): string {
  return `${PREFIX}${user}:${record}`;
}
