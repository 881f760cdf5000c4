import { asIsoMoment } from '../records/connection-types.ts';
import type { RowTexts } from '../records/sent-row.ts';
import { sha256, type ValueDigests } from './audit-digest.ts';

/** A row of the audit as it is sealed. */
export interface SealedRow {
  readonly id: string;
  readonly xid: string;
  readonly entity: string;
  readonly recordId: string;
  readonly changes: Readonly<Record<string, unknown>>;
  /** Members of canonical JSON: every other column that is not null. A column of a later version changes no old digest. */
  readonly facts: string;
}

// In the order in which canonical JSON has them.
const facts = [
  'action actor_kind actor_name address at cause_id cause_kind entity id impersonator_id impersonator_name initiator_id',
  'initiator_name plugin reason record_id request_id source token_id user_id',
].flatMap((names) => names.split(' '));

const members = facts.map((name) => `"${name}":`);
const columns = [...facts, 'xid', 'changes'];
const place = (name: string): number => columns.indexOf(name);
const AT = place('at');
const ID = place('id');
const XID = place('xid');
const ENTITY = place('entity');
const RECORD = place('record_id');
const CHANGES = place('changes');

/** How many columns {@link sealedColumns} names. */
export const SEALED_COLUMNS = columns.length;

/** The columns of a row of the audit that {@link readSealedRow} reads. */
export function sealedColumns(alias: string): string {
  return columns.map((name) => `${alias}.${name}`).join(', ');
}

/** What the row before told, column by column: most rows of a batch tell the same of who acts and how. */
export interface ToldBefore {
  readonly texts: string[];
  readonly members: string[];
}

/**
 * A row from the texts of {@link sealedColumns}, which may be followed by others; undefined where a join found none. One `before` for many rows
 * saves writing the same anew for each.
 */
export function readSealedRow(
  texts: RowTexts,
  before: ToldBefore = { texts: [], members: [] },
): SealedRow | undefined {
  if (texts[ID] === null) return undefined;
  const text = (at: number): string => texts[at] ?? '';
  const told: string[] = [];
  for (let at = 0; at < facts.length; at += 1) {
    const value = texts[at] ?? null;
    if (value === null) continue;
    if (before.texts[at] !== value) {
      before.texts[at] = value;
      before.members[at] = members[at] + JSON.stringify(at === AT ? asIsoMoment(value) : value);
    }
    told.push(before.members[at] ?? '');
  }
  return {
    id: text(ID),
    xid: text(XID),
    entity: text(ENTITY),
    recordId: text(RECORD),
    changes: JSON.parse(text(CHANGES)) as SealedRow['changes'],
    facts: told.join(','),
  };
}

/** A field of a row and the digests of its values, before and after; null where there was no value. */
export type FieldDigests = readonly [name: string, digests: readonly (string | null)[]];

/** Over the digests of the values and the facts of a row, in canonical JSON. */
export function digestRow(row: SealedRow, values: ValueDigests): string {
  const fields = Object.keys(values)
    .toSorted()
    .map((name) => [name, (values[name] ?? []).map((value) => value?.d ?? null)] as const);
  return digestFields(row, fields);
}

/** The same of fields that come in the order of canonical JSON: its names are known, so it is written piece by piece. */
export function digestFields({ facts: told, xid }: SealedRow, fields: readonly FieldDigests[]) {
  let digests = '';
  for (const [name, list] of fields)
    digests += `${digests === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(list)}`;
  return sha256(`{${told},"values":{${digests}},"xid":"${xid}"}`);
}
