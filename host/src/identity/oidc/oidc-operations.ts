import type { JsonSchema } from '@tessera/core';
import { operation, schemaNamed, shown, type HostOperation } from '../operation.ts';
import { oidcProviderFields } from './oidc-provider-input.ts';

const text = { type: 'string' };
const PROVIDER = { inPath: { provider: 'Id of the provider.' } };
const ID = { inPath: { id: 'Id of the provider.' } };
const SENT = [400, 415, 422] as const;
const GONE_TO = {
  status: 302,
  description: 'Goes on; with `/?problem=<code>` when it did not work.',
} as const;

/** What the routes of providers answer. */
export const oidcSchemas: Readonly<Record<string, JsonSchema>> = {
  SignInMethods: {
    type: 'object',
    properties: {
      password: { type: 'boolean' },
      reset: { type: 'boolean' },
      passwordLength: { type: 'integer' },
      providers: {
        type: 'array',
        items: { type: 'object', properties: { id: text, label: text } },
      },
    },
  },
  SignInProviderChanges: {
    type: 'object',
    properties: oidcProviderFields,
    additionalProperties: false,
  },
  SignInProvider: {
    type: 'object',
    properties: {
      ...oidcProviderFields,
      id: text,
      clientSecret: {
        type: ['object', 'null'],
        description: '`{"$secret": true}` when there is one.',
      },
      redirectUri: { type: 'string', description: 'What the provider has to allow.' },
    },
  },
};

const settings = { permission: 'tessera.settings.manage' };
const change = {
  ...settings,
  body: { schema: schemaNamed('SignInProviderChanges') },
  answer: shown('SignInProvider', 'As it is now.'),
};

/** The routes of sign-in providers, for the API reference. */
export const oidcProviderOperations: readonly HostOperation[] = [
  operation('GET /auth/methods', 'signIn.methods', 'What the door offers', {
    permission: 'public',
    answer: shown('SignInMethods', 'Ways to sign in.'),
  }),
  operation('GET /auth/oidc/{provider}', 'signIn.oidc', 'Go to a provider', {
    permission: 'public',
    ...PROVIDER,
    inQuery: { return: { type: 'string', description: 'Own path to go on to.' } },
    answer: GONE_TO,
  }),
  operation('GET /auth/oidc/{provider}/callback', 'signIn.oidcCallback', 'Come back from it', {
    permission: 'public',
    ...PROVIDER,
    inQuery: {
      state: { type: 'string', description: 'As it was given.' },
      code: { type: 'string', description: 'What is redeemed.' },
    },
    answer: GONE_TO,
  }),
  operation('GET /settings/sign-in/providers', 'signInProvider.list', 'Sign-in providers', {
    ...settings,
    answer: {
      description: 'All of them.',
      schema: { type: 'array', items: schemaNamed('SignInProvider') },
    },
  }),
  operation('POST /settings/sign-in/providers', 'signInProvider.create', 'Add a provider', {
    ...change,
    answer: { ...change.answer, status: 201 },
    problems: SENT,
  }),
  operation('PATCH /settings/sign-in/providers/{id}', 'signInProvider.update', 'Change one', {
    ...change,
    ...ID,
    problems: [...SENT, 404],
  }),
  operation('DELETE /settings/sign-in/providers/{id}', 'signInProvider.remove', 'Remove one', {
    ...settings,
    ...ID,
    answer: { status: 204, description: 'Removed; its users stay.' },
    problems: [404],
  }),
  operation('POST /settings/sign-in/providers/{id}/test', 'signInProvider.test', 'Try one', {
    ...settings,
    ...ID,
    answer: {
      description: 'What it says of itself.',
      schema: { type: 'object', properties: { issuer: text, authorizationEndpoint: text } },
    },
    problems: [404, 422],
  }),
];
