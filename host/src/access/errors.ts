import { defineErrors } from '@tessera/core';

/** The errors of looking into who may do what. */
export const errors = defineErrors({
  roleInvalid: {
    code: 'HOST_ROLE_INVALID',
    status: 422,
    message: 'The role cannot be previewed: {reason}',
  },
});
