import { defineErrors } from '@tessera/core';

/** The errors of signing in and of what goes with it. */
export const errors = defineErrors({
  loginWrong: {
    code: 'HOST_LOGIN_WRONG',
    status: 401,
    message: 'This e-mail address and password do not belong together, or the user cannot sign in.',
  },
  triesTooMany: {
    code: 'HOST_TRIES_TOO_MANY',
    status: 429,
    message: 'Too many tries. Wait {retryAfter} seconds and try again.',
  },
  setupDone: {
    code: 'HOST_SETUP_DONE',
    status: 409,
    message: 'This workspace is set up already. Sign in instead.',
  },
  passwordWeak: {
    code: 'HOST_PASSWORD_WEAK',
    status: 422,
    message: 'This password is not safe enough: {reason}',
  },
  passwordWrong: {
    code: 'HOST_PASSWORD_WRONG',
    status: 422,
    message: 'The current password is not right.',
  },
  inputInvalid: {
    code: 'HOST_INPUT_INVALID',
    status: 422,
    message: 'Some values are not valid.',
  },
  sessionNeeded: {
    code: 'HOST_SESSION_NEEDED',
    status: 403,
    message: 'This needs somebody who has signed in with a password; an API token is not enough.',
  },
  tokenMissing: {
    code: 'HOST_TOKEN_MISSING',
    status: 404,
    message: 'You have no API token with the id {id}.',
  },
  sessionMissing: {
    code: 'HOST_SESSION_MISSING',
    status: 404,
    message: 'You have no session with the id {id}.',
  },
  invitationMissing: {
    code: 'HOST_INVITATION_MISSING',
    status: 404,
    message: 'This invitation is not valid any more. Ask for a new one.',
  },
  invitationNotNeeded: {
    code: 'HOST_INVITATION_NOT_NEEDED',
    status: 409,
    message: '{name} can sign in already. Nothing was sent.',
  },
  emailNeeded: {
    code: 'HOST_EMAIL_NEEDED',
    status: 422,
    message: '{name} has no e-mail address. Give one to send the invitation to.',
  },
  suspendSelf: {
    code: 'HOST_SUSPEND_SELF',
    status: 409,
    message: 'Nobody suspends himself. Ask another administrator.',
  },
});
