import { defineErrors } from '@tessera/core';

/** The errors of sending mail. */
export const errors = defineErrors({
  mailFailed: {
    code: 'HOST_MAIL_FAILED',
    status: 502,
    message:
      'The mail server {server} did not take the message: {reason}. Check the mail settings.',
  },
});
