import { expect } from 'vitest';
import { defineRoute, definePlugin, respond, errors, type Principal } from '../src/index.ts';
import { extra, install, makeWorld, toy, type World } from './world.ts';

export const API = '/api/toy';

const routed = definePlugin({
  permissions: [{ name: 'routed.bell.ring', label: { en: 'Ring the bell' } }],
  routes: [
    defineRoute({
      method: 'GET',
      path: '/open',
      summary: { en: 'Open to everybody' },
      permission: 'public',
      query: { properties: { n: { type: 'integer', minimum: 1 } } },
      handler: (_ctx, { query }) => ({ query }),
    }),
    defineRoute({
      method: 'POST',
      path: '/bell/:tone',
      summary: { en: 'Ring the bell' },
      permission: 'routed.bell.ring' as never,
      body: {
        type: 'object',
        required: ['times'],
        properties: { times: { type: 'integer' } },
        additionalProperties: false,
      },
      handler: (_ctx, { params, body }) =>
        respond({ status: 201, body: { ...params, ...(body as object) } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/mine',
      summary: { en: 'For every user' },
      permission: 'signedIn',
      handler: (ctx) => ctx.principal.name,
    }),
    defineRoute({
      method: 'GET',
      path: '/broken',
      summary: { en: 'Breaks' },
      permission: 'public',
      handler: () => {
        throw new Error('the secret inside');
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/refusing',
      summary: { en: 'Refuses' },
      permission: 'public',
      handler: () => {
        throw errors.guardRefused(
          { reason: 'Not today.' },
          { problems: [{ pointer: '/day', detail: 'Not today.' }] },
        );
      },
    }),
  ],
});

export const nobody: Principal = {
  kind: 'anonymous',
  userId: null,
  name: '',
  teamIds: [],
  managedTeamIds: [],
  roles: [],
  policyVersion: 0,
  unlimited: false,
};

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- the tests say what is in it
  readonly body: any;
}

/** A world whose routes are asked as over HTTP. */
export interface RoutesWorld {
  readonly world: World;
  readonly send: (
    principal: Principal,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answered>;
  /** As the system. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answered>;
  /** Answers the id. */
  readonly makeCompany: (values: object) => Promise<string>;
}

export async function makeRoutesWorld(): Promise<RoutesWorld> {
  const world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      install(routed, { id: 'routed' }),
    ],
  });
  async function send(
    principal: Principal,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const response = await world.kernel.run({ principal, source: 'api' }, async (assembly) =>
      assembly.routes.request(path, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }
  const get = (path: string, headers?: Record<string, string>) =>
    send(world.system, 'GET', path, undefined, headers);

  async function makeCompany(values: object): Promise<string> {
    const { status, body } = await send(world.system, 'POST', `${API}/companies`, values);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id as string;
  }
  return { world, send, get, makeCompany };
}
