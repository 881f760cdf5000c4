import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { oidcProviderOperations, oidcSchemas } from './oidc/oidc-operations.ts';
import { operation, schemaNamed, shown } from './operation.ts';
import { signInPolicyFields } from './sign-in-policy-routes.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const email = { type: 'string', maxLength: 255 };
const password = { type: 'string', maxLength: 1000 };
const code = { type: 'string', maxLength: 20, description: 'Of the app, or a recovery code.' };
const SENT = [400, 415, 422] as const;
const TOKEN = { inPath: { token: 'The last part of the link.' } };

function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function sends(
  properties: Readonly<Record<string, JsonSchema>>,
  required?: readonly string[],
): Pick<HostOperation, 'body' | 'problems'> {
  return { body: { schema: object(properties, required) }, problems: SENT };
}

const done = { status: 204, description: 'Done.' };
const person = object({ id: { type: 'string', format: 'uuid' }, name: text });
const recoveryCodes = shown('RecoveryCodes', 'Ten new codes, this once.');

/** The routes of signing in, for the API reference. */
export const signInOperations: HostOperations = {
  tag: 'sign-in',
  label: 'Signing in',
  description: 'Passwords, second factors, sign-in providers, and the rules of the workspace.',
  schemas: {
    SignedIn: object(
      {
        user: person,
        secondFactor: object({ challenge: text, expiresAt: moment }),
      },
      [],
    ),
    SecondFactor: object({
      enabled: { type: 'boolean' },
      since: { type: ['string', 'null'], format: 'date-time' },
      recoveryCodesLeft: { type: 'integer' },
      isRequired: { type: 'boolean' },
    }),
    SecondFactorSecret: object({ secret: text, uri: text }),
    RecoveryCodes: object({ recoveryCodes: { type: 'array', items: text } }),
    PasswordReset: object({
      workspace: text,
      name: text,
      email: text,
      locale: { type: ['string', 'null'] },
      expiresAt: moment,
    }),
    SignInPolicy: object(signInPolicyFields),
    ...oidcSchemas,
  },
  operations: [
    operation('POST /auth/login', 'signIn.password', 'Sign in with a password', {
      permission: 'public',
      ...sends({ email, password }),
      answer: shown('SignedIn', 'The user and the cookie, or what waits for a second factor.'),
    }),
    operation('POST /auth/login/second-factor', 'signIn.secondFactor', 'Answer with a code', {
      permission: 'public',
      ...sends({ challenge: text, code }),
      answer: shown('SignedIn', 'The user and the cookie.'),
    }),
    operation('POST /auth/logout', 'signIn.end', 'Sign out', {
      permission: 'public',
      answer: done,
    }),
    operation('POST /auth/password-reset', 'passwordReset.ask', 'Ask for a link by mail', {
      permission: 'public',
      ...sends({ email }),
      answer: { status: 202, description: 'The same for everybody.', schema: object({}) },
    }),
    operation('GET /auth/password-reset/{token}', 'passwordReset.get', 'Whose link it is', {
      permission: 'public',
      ...TOKEN,
      answer: shown('PasswordReset', 'Whose, and until when.'),
      problems: [404],
    }),
    operation('POST /auth/password-reset/{token}', 'passwordReset.use', 'Choose a new password', {
      permission: 'public',
      ...TOKEN,
      ...sends({ password }),
      answer: done,
      problems: [...SENT, 404],
    }),
    operation('GET /auth/second-factor', 'secondFactor.get', 'One’s second factor', {
      answer: shown('SecondFactor', 'Whether there is one.'),
    }),
    operation('POST /auth/second-factor/begin', 'secondFactor.begin', 'Begin to set one up', {
      ...sends({ password }, []),
      answer: shown('SecondFactorSecret', 'For an authenticator app.'),
      problems: [...SENT, 409],
    }),
    operation('POST /auth/second-factor', 'secondFactor.confirm', 'Set it up with its first code', {
      ...sends({ code }),
      answer: recoveryCodes,
    }),
    operation(
      'POST /auth/second-factor/recovery-codes',
      'secondFactor.recoveryCodes',
      'Replace the recovery codes',
      { ...sends({ password }, []), answer: recoveryCodes, problems: [...SENT, 409] },
    ),
    operation('DELETE /auth/second-factor', 'secondFactor.remove', 'Switch one’s own off', {
      ...sends({ password, code }, ['code']),
      answer: done,
      problems: [...SENT, 409],
    }),
    operation(
      'DELETE /tessera/users/{id}/second-factor',
      'secondFactor.take',
      'Switch off that of somebody who has lost it',
      {
        permission: 'tessera.user.manage',
        inPath: { id: 'Id of the user.' },
        answer: done,
        problems: [404, 409, 422],
      },
    ),
    operation('GET /settings/sign-in', 'signInPolicy.get', 'The rules of signing in', {
      permission: 'tessera.settings.manage',
      answer: shown('SignInPolicy', 'As they are.'),
    }),
    operation('PUT /settings/sign-in', 'signInPolicy.set', 'Change the rules of signing in', {
      permission: 'tessera.settings.manage',
      body: { schema: schemaNamed('SignInPolicy') },
      answer: shown('SignInPolicy', 'As they are now.'),
      problems: SENT,
    }),
    ...oidcProviderOperations,
  ],
};
