import { defineErrors } from '@tessera/sdk';

/** The errors of `customer`. */
export const errors = defineErrors({
  accountCircle: {
    code: 'CUSTOMER_ACCOUNT_CIRCLE',
    status: 422,
    message:
      'An account cannot stand below itself. Choose a parent that is not one of its own subsidiaries.',
  },
  reportingCircle: {
    code: 'CUSTOMER_REPORTING_CIRCLE',
    status: 422,
    message:
      'A contact cannot report to itself. Choose somebody who does not report to this contact.',
  },
  emailInvalid: {
    code: 'CUSTOMER_EMAIL_INVALID',
    status: 422,
    message: '“{value}” is not an e-mail address.',
  },
});
