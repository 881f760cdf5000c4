import { defineErrors } from '@tessera/core';

/** The errors of signing in with a provider of identities. */
export const errors = defineErrors({
  oidcProviderMissing: {
    code: 'HOST_OIDC_PROVIDER_MISSING',
    status: 404,
    message: 'There is no sign-in provider with the id {id}.',
  },
  oidcProviderInvalid: {
    code: 'HOST_OIDC_PROVIDER_INVALID',
    status: 422,
    message: 'The sign-in provider was not saved: some values are not valid.',
  },
  oidcUnreachable: {
    code: 'HOST_OIDC_UNREACHABLE',
    status: 422,
    message:
      'The sign-in provider {label} cannot be used: {reason} An administrator can check its address under Settings → Sign-in.',
  },
  oidcRefused: {
    code: 'HOST_OIDC_REFUSED',
    status: 403,
    message: 'The sign-in provider did not let you in. Try again, or ask an administrator.',
  },
  oidcFailed: {
    code: 'HOST_OIDC_FAILED',
    status: 403,
    message:
      'This sign-in took too long, was used already, or began in another browser. Start again from the sign-in page.',
  },
  oidcEmailUnverified: {
    code: 'HOST_OIDC_EMAIL_UNVERIFIED',
    status: 403,
    message:
      'The sign-in provider does not vouch for your e-mail address. Verify it there, then sign in again.',
  },
  oidcAccountMissing: {
    code: 'HOST_OIDC_ACCOUNT_MISSING',
    status: 403,
    message:
      'Nobody in this workspace signs in with this account. Ask an administrator to let you in.',
  },
  administratorNeeded: {
    code: 'HOST_ADMINISTRATOR_NEEDED',
    status: 403,
    message:
      'Who vouches for users is decided by administrators alone: a sign-in provider can let anybody in as anyone.',
  },
});
