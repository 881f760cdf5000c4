import type { FieldView } from '../field/field-template.ts';
import type { BulkFault, BulkRun } from './list-bulk-run.ts';
import { problemInChinese } from '../app/problem-chinese.ts';

/** Codes whose sentence stands among the texts of the shell. */
const OWN: Readonly<Record<string, string>> = {
  HOST_BULK_RECORD_MISSING: 'bulk.reason.missing',
  HOST_BULK_RECORD_CHANGED: 'bulk.reason.changed',
  CORE_NOT_PERMITTED: 'bulk.reason.permission',
};

/** Why a record was left as it is, in the reader's language. */
export function bulkReason(run: BulkRun, fault: BulkFault, view: FieldView): string {
  const own = OWN[fault.code];
  if (own) return view.t(own);
  if (!view.locale.startsWith('zh')) return fault.reason;
  const path = view.meta.entities.find(({ id }) => id === run.entity)?.path ?? '';
  const errors = run.fields.map((name) => ({ pointer: `/${name}`, detail: fault.reason }));
  const said = problemInChinese(`/api/${path}`, { code: fault.code, errors }, view.meta);
  const fitting = said.errors?.find(({ detail }) => detail !== fault.reason);
  return fitting?.detail ?? fault.reason;
}
