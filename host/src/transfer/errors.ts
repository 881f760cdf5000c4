import { defineErrors } from '@tessera/core';

/** The errors of imports. */
export const errors = defineErrors({
  fileMissing: {
    code: 'HOST_IMPORT_FILE_MISSING',
    status: 404,
    message: 'There is no uploaded file with the id {id}. Upload it first, then start the import.',
  },
  fileUnreadable: {
    code: 'HOST_IMPORT_FILE_UNREADABLE',
    status: 422,
    message: '“{name}” cannot be read as a table: {reason}',
  },
  planInvalid: {
    code: 'HOST_IMPORT_PLAN_INVALID',
    status: 422,
    message: 'The plan of the import is not right: {reason}',
  },
  importMissing: {
    code: 'HOST_IMPORT_MISSING',
    status: 404,
    message: 'There is no import with the id {id} that you may see.',
  },
  batchMissing: {
    code: 'HOST_IMPORT_BATCH_MISSING',
    status: 404,
    message: 'There is no batch of imports with the id {id} that you may see.',
  },
  stateWrong: {
    code: 'HOST_IMPORT_STATE_WRONG',
    status: 409,
    message: 'An import that is {status} cannot be {verb}.',
  },
  undoOver: {
    code: 'HOST_IMPORT_UNDO_OVER',
    status: 409,
    message:
      'This import can no longer be taken back: what it did row by row was kept for 90 days.',
  },
  principalGone: {
    code: 'HOST_IMPORT_PRINCIPAL_GONE',
    status: 403,
    message:
      'The user who started this may not sign in any more. Somebody else can import the file again.',
  },
  exportTooLarge: {
    code: 'HOST_EXPORT_TOO_LARGE',
    status: 422,
    message:
      'This would export more than {rows} rows. Narrow the list with a filter, and export it in parts.',
  },
});

/** Codes of rows that failed before they reached the records. */
export const rowCodes = {
  value: 'HOST_IMPORT_VALUE',
  cells: 'HOST_IMPORT_CELLS',
  missing: 'HOST_IMPORT_RECORD_MISSING',
  exists: 'HOST_IMPORT_RECORD_EXISTS',
  ambiguous: 'HOST_IMPORT_RECORD_AMBIGUOUS',
  deleted: 'HOST_IMPORT_RECORD_DELETED',
} as const;
