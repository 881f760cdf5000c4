import { defineErrors } from '@tessera/core';

/** The errors of saved views. */
export const errors = defineErrors({
  viewMissing: {
    code: 'HOST_VIEW_MISSING',
    status: 404,
    message: 'There is no view with the id {id} that you may see.',
  },
  viewForeign: {
    code: 'HOST_VIEW_FOREIGN',
    status: 403,
    message: 'The view “{name}” belongs to somebody else. Save your own as a new view.',
  },
  viewInvalid: {
    code: 'HOST_VIEW_INVALID',
    status: 422,
    message: 'The view was not saved: some values are not right.',
  },
  viewTooMany: {
    code: 'HOST_VIEW_TOO_MANY',
    status: 422,
    message: 'You have {limit} views already. Delete one first.',
  },
});
