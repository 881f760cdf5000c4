import { defineErrors } from '@tessera/core';

/** The errors of bulk runs. */
export const errors = defineErrors({
  requestInvalid: {
    code: 'HOST_BULK_REQUEST_INVALID',
    status: 422,
    message: 'The records cannot be changed together: {reason}',
  },
  tooMany: {
    code: 'HOST_BULK_TOO_MANY',
    status: 422,
    message: 'One run takes at most {limit} records. Narrow the filter.',
  },
  countChanged: {
    code: 'HOST_BULK_COUNT_CHANGED',
    status: 409,
    message:
      'More records match now than you saw: {found} instead of {expected}. Look at the list again.',
  },
  busy: {
    code: 'HOST_BULK_BUSY',
    status: 429,
    message: 'You have {limit} bulk runs under way. Wait until one has ended, or cancel one.',
  },
  missing: {
    code: 'HOST_BULK_MISSING',
    status: 404,
    message: 'There is no bulk run with the id {id} that you may see.',
  },
  stateWrong: {
    code: 'HOST_BULK_STATE_WRONG',
    status: 409,
    message: 'A bulk run that is {status} cannot be {verb}.',
  },
  principalGone: {
    code: 'HOST_BULK_PRINCIPAL_GONE',
    status: 403,
    message: 'The user who started this may not sign in any more.',
  },
});

/** Why a record was left as it is. */
export const rowCodes = {
  missing: 'HOST_BULK_RECORD_MISSING',
  changed: 'HOST_BULK_RECORD_CHANGED',
} as const;
