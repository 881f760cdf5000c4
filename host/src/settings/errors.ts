import { defineErrors } from '@tessera/core';

/** The errors of the workspace's settings. */
export const errors = defineErrors({
  settingsInvalid: {
    code: 'HOST_SETTINGS_INVALID',
    status: 422,
    message: 'The settings were not saved: some values are not valid.',
  },
  currencyFixed: {
    code: 'HOST_CURRENCY_FIXED',
    status: 409,
    message:
      'The base currency stays {currency}: {table} already holds amounts that were converted to it. A new workspace can have another.',
  },
  mailAdministratorNeeded: {
    code: 'HOST_MAIL_ADMINISTRATOR_NEEDED',
    status: 403,
    message:
      'The mail server is chosen by administrators alone: whoever runs it reads the links with which people choose their passwords. Ask an administrator.',
  },
  secretWrong: {
    code: 'HOST_SECRET_WRONG',
    status: 500,
    message:
      'A stored secret cannot be read with the key of this host. Set TESSERA_SECRET to what it was when the secret was saved, or bring back the file secret.key; or enter the secret again.',
  },
});
