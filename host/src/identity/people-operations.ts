import type { JsonSchema } from '@tessera/core';
import type { HostOperation, HostOperations } from '../server/host-operations.ts';
import { scopesSchema } from './token-scopes.ts';
import { IMPERSONATE } from './viewing.ts';

const MANAGE = 'tessera.user.manage';
const USER = { id: 'Id of the user.' };

type Route = `${Uppercase<HostOperation['method']>} /${string}`;
type Rest = Partial<Omit<HostOperation, 'method' | 'path' | 'id' | 'summary'>>;

function operation(route: Route, id: string, summary: string, rest: Rest = {}): HostOperation {
  const [method = 'get', path = ''] = route.split(' ');
  return {
    method: method.toLowerCase() as HostOperation['method'],
    path: `/api${path}`,
    id: `people.${id}`,
    summary,
    permission: MANAGE,
    answer: { status: 204, description: 'Done.' },
    problems: path.includes('{') ? [404] : [],
    ...rest,
  };
}

const named = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: string): Pick<HostOperation, 'answer'> => ({
  answer: { description: 'The newest first.', schema: { type: 'array', items: named(name) } },
});
const object = (properties: JsonSchema, required: readonly string[]): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const textOrNull = { type: ['string', 'null'] };
const moment = { type: 'string', format: 'date-time' };
const page = {
  inQuery: {
    _start: { type: 'integer', minimum: 0, description: 'The first; 0 when not given.' },
    _end: {
      type: 'integer',
      minimum: 0,
      description: 'Behind the last; 100 further when not given, 500 at most.',
    },
  },
  problems: [400] as const,
};
const user = object({ id: { type: 'string', format: 'uuid' }, name: { type: 'string' } }, [
  'id',
  'name',
]);

const session = {
  id: { type: 'string', format: 'uuid' },
  createdAt: moment,
  seenAt: moment,
  expiresAt: moment,
  userAgent: textOrNull,
  address: textOrNull,
};
const token = {
  id: { type: 'string', format: 'uuid' },
  name: { type: 'string' },
  scopes: { anyOf: [named('TokenScopes'), { type: 'null' }] },
  createdAt: moment,
  expiresAt: textOrNull,
  usedAt: textOrNull,
  usedAddress: textOrNull,
};
const work = {
  type: 'array',
  items: object(
    {
      entity: { type: 'string' },
      field: { type: 'string' },
      count: { type: 'integer' },
      refused: { type: 'integer' },
    },
    ['entity', 'field', 'count'],
  ),
};

const BODY = [400, 413, 415, 422] as const;
const VERBS = {
  suspend:
    'Ends sessions, tokens, streams and invitations of a user, who does not sign in any more',
  activate: 'Lets a suspended user sign in again',
};
const own = { permission: 'signedIn' } as const;
const ONE_SESSION = { ...USER, session: 'Id of the session.' };
const ONE_TOKEN = { ...USER, token: 'Id of the token.' };

/** The routes of sessions, tokens, looking through another's eyes and leaving, for the API reference. */
export const peopleOperations: HostOperations = {
  tag: 'people',
  label: 'People',
  description:
    'Where people are signed in, what their API tokens may do, and what happens when they leave.',
  schemas: {
    TokenScopes: scopesSchema,
    Session: object({ ...session, current: { type: 'boolean' } }, Object.keys(session)),
    SessionOf: object({ ...session, user }, [...Object.keys(session), 'user']),
    ApiToken: object(token, Object.keys(token)),
    ApiTokenOf: object({ ...token, user }, [...Object.keys(token), 'user']),
  },
  operations: [
    operation('GET /auth/me', 'me', 'Who one is', {
      ...own,
      answer: { description: 'Oneself.', schema: object({ user: { type: 'object' } }, ['user']) },
    }),
    operation(
      'PATCH /auth/profile',
      'changeProfile',
      'Changes one’s own name, language and time zone',
      {
        ...own,
        body: {
          schema: object(
            { name: { type: 'string' }, locale: textOrNull, timeZone: textOrNull },
            [],
          ),
        },
        answer: { description: 'Oneself.', schema: object({ user: { type: 'object' } }, ['user']) },
        problems: BODY,
      },
    ),
    operation(
      'POST /auth/password',
      'changePassword',
      'Changes one’s own password, and ends other sessions',
      {
        ...own,
        body: {
          schema: object({ current: { type: 'string' }, password: { type: 'string' } }, [
            'current',
            'password',
          ]),
        },
        problems: BODY,
      },
    ),
    operation('POST /tessera/users/{id}/invite', 'invite', 'Invites a user by mail', {
      inPath: USER,
      body: {
        schema: object(
          {
            email: { type: 'string' },
            locale: { enum: ['en', 'zh-CN'] },
            audience: { enum: ['staff', 'portal'] },
          },
          [],
        ),
        isOptional: true,
      },
      answer: { description: 'The invitation.', schema: { type: 'object' } },
      problems: [...BODY, 404, 409],
    }),
    ...(['suspend', 'activate'] as const).map((verb) =>
      operation(`POST /tessera/users/{id}/${verb}`, verb, VERBS[verb], {
        inPath: USER,
        answer: {
          description: 'The status.',
          schema: object({ status: { type: 'string' } }, ['status']),
        },
        problems: [404, 409],
      }),
    ),
    operation('GET /auth/sessions', 'ownSessions', 'Where one is signed in', {
      ...own,
      ...listOf('Session'),
    }),
    operation('DELETE /auth/sessions/{session}', 'endOwnSession', 'Ends a session of one’s own', {
      ...own,
      inPath: { session: 'Id of the session.' },
    }),
    operation('GET /auth/tokens', 'ownTokens', 'One’s own API tokens', {
      ...own,
      ...listOf('ApiToken'),
    }),
    operation('POST /auth/tokens', 'makeToken', 'Makes an API token; it is shown this once', {
      ...own,
      body: {
        schema: object(
          {
            name: { type: 'string', minLength: 1, maxLength: 100 },
            expiresAt: textOrNull,
            scopes: named('TokenScopes'),
          },
          ['name'],
        ),
      },
      answer: {
        status: 201,
        description: 'The token.',
        schema: object(
          { id: { type: 'string' }, name: { type: 'string' }, token: { type: 'string' } },
          ['id', 'name', 'token'],
        ),
      },
      problems: [400, 413, 415, 422],
    }),
    operation(
      'DELETE /auth/tokens/{token}',
      'revokeOwnToken',
      'Revokes an API token of one’s own',
      {
        ...own,
        inPath: { token: 'Id of the token.' },
      },
    ),
    operation('GET /access/sessions', 'sessions', 'The sessions of all users', {
      ...page,
      ...listOf('SessionOf'),
    }),
    operation('GET /access/tokens', 'tokens', 'The API tokens of all users', {
      ...page,
      ...listOf('ApiTokenOf'),
    }),
    operation('GET /tessera/users/{id}/sessions', 'sessionsOf', 'Where a user is signed in', {
      inPath: USER,
      ...listOf('Session'),
    }),
    operation(
      'DELETE /tessera/users/{id}/sessions',
      'endSessionsOf',
      'Ends all sessions of a user',
      {
        inPath: USER,
      },
    ),
    operation(
      'DELETE /tessera/users/{id}/sessions/{session}',
      'endSessionOf',
      'Ends a session of a user',
      {
        inPath: ONE_SESSION,
      },
    ),
    operation('GET /tessera/users/{id}/tokens', 'tokensOf', 'The API tokens of a user', {
      inPath: USER,
      ...listOf('ApiToken'),
    }),
    operation(
      'DELETE /tessera/users/{id}/tokens/{token}',
      'revokeTokenOf',
      'Revokes an API token of a user',
      {
        inPath: ONE_TOKEN,
      },
    ),
    operation(
      'GET /tessera/users/{id}/hand-over',
      'owned',
      'How many records are the work of a user',
      {
        inPath: USER,
        answer: {
          description: 'By entity and field.',
          schema: object({ records: work }, ['records']),
        },
      },
    ),
    operation(
      'POST /tessera/users/{id}/hand-over',
      'handOver',
      'Puts another in the place of a user in the records that are his work',
      {
        inPath: USER,
        body: {
          schema: object(
            {
              to: { type: 'string', format: 'uuid' },
              fields: {
                type: 'array',
                maxItems: 1000,
                items: { type: 'string' },
                description: '`<entity>.<field>` of what is handed over; all of it when left out.',
              },
            },
            ['to'],
          ),
        },
        answer: {
          description: 'By entity and field.',
          schema: object({ handedOver: work }, ['handedOver']),
        },
        problems: [400, 404, 413, 415, 422],
      },
    ),
    operation('POST /access/view-as', 'viewAs', 'Looks through the eyes of another user', {
      permission: IMPERSONATE,
      body: {
        schema: object(
          {
            user: { type: 'string', format: 'uuid' },
            reason: { type: 'string', minLength: 1, maxLength: 500 },
          },
          ['user', 'reason'],
        ),
      },
      problems: [400, 404, 413, 415, 422],
    }),
    operation('DELETE /access/view-as', 'endView', 'Ends looking through another’s eyes', {
      permission: 'signedIn',
    }),
  ],
};
