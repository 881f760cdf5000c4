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
  ownerStays: {
    code: 'HOST_OWNER_STAYS',
    status: 409,
    message: '{name} owns {count} records, and users of the portal own none. Hand them over first.',
  },
  viewRefused: {
    code: 'HOST_VIEW_REFUSED',
    status: 403,
    message: 'You cannot look through the eyes of {name}: {reason}',
  },
  userBeyond: {
    code: 'HOST_USER_BEYOND',
    status: 403,
    message: '{name} may do more than you may ({roles}). Ask an administrator.',
  },
  heirUnfit: {
    code: 'HOST_HEIR_UNFIT',
    status: 422,
    message: 'Records can be handed over to an active user of the staff only.',
  },
  suspendSelf: {
    code: 'HOST_SUSPEND_SELF',
    status: 409,
    message: 'Nobody suspends himself. Ask another administrator.',
  },
  resetMissing: {
    code: 'HOST_RESET_MISSING',
    status: 404,
    message: 'This link is not valid any more. Ask for a new one on the sign-in page.',
  },
  challengeEnded: {
    code: 'HOST_CHALLENGE_ENDED',
    status: 401,
    message: 'This took too long, or too many codes were wrong. Sign in again.',
  },
  secondFactorWrong: {
    code: 'HOST_SECOND_FACTOR_WRONG',
    status: 422,
    message:
      'This code is not right, or was used already. Wait for the next one, or use a recovery code.',
  },
  secondFactorNeeded: {
    code: 'HOST_SECOND_FACTOR_NEEDED',
    status: 403,
    message:
      'This workspace asks for a second factor. Set one up under Settings → Security; until then only that is open to you.',
  },
  secondFactorOn: {
    code: 'HOST_SECOND_FACTOR_ON',
    status: 409,
    message: 'You have a second factor already. Switch it off to set up another.',
  },
  secondFactorOff: {
    code: 'HOST_SECOND_FACTOR_OFF',
    status: 409,
    message: 'There is no second factor to do this with.',
  },
  secondFactorOwn: {
    code: 'HOST_SECOND_FACTOR_OWN',
    status: 409,
    message:
      'Your own second factor is switched off under Settings → Security, with your password and a code.',
  },
  sessionOld: {
    code: 'HOST_SESSION_OLD',
    status: 403,
    message: 'You have no password here. Sign out, sign in again, and do this within 15 minutes.',
  },
});
