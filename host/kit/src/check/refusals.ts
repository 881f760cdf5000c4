import type { TestClient, TestHost, TestResponse } from '@tessera/host/testing';
import { operationsOf, type ApiOperation } from './api-operations.ts';
import type { Check, Finding } from './check.ts';
import { fillHost } from './fill-host.ts';
import { looseBodies, wrongBodies, type BadBody } from './rubbish.ts';
import { changedTables, printTables } from './table-prints.ts';

const GUARD =
  'Give the route the permission that its callers need: defineRoute({ permission: … }).';

/** Nobody gets in without a key, and rubbish gets a clear answer. */
export const refusals: Check = {
  name: 'refusals',
  title: 'Every route refuses who may not, and bad input, and writes nothing then',
  async run(world) {
    const host = await world.openHost();
    try {
      const filling = await fillHost(host);
      const { id } = world.subject.manifest;
      const operations = operationsOf(host.kernel.assembly, id, filling);
      const nobody = host.as(await host.user({ name: 'Nobody in particular', roles: [] }));
      return [
        ...(await writesNothing(host, () => eachOf(operations, (one) => anonymous(host, one)))),
        ...(await writesNothing(host, () => eachOf(operations, (one) => unpermitted(nobody, one)))),
        ...(await writesNothing(host, () => eachOf(operations, (one) => wrong(host, one)))),
        ...(await eachOf(operations, (one) => loose(host, one))),
      ];
    } finally {
      await host.close();
    }
  },
};

async function eachOf(
  operations: readonly ApiOperation[],
  work: (operation: ApiOperation) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const operation of operations) findings.push(...(await work(operation)));
  return findings;
}

async function writesNothing(
  host: TestHost,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const { database } = host.kernel;
  const before = await printTables(database);
  const findings = await work();
  await host.settle();
  const changed = changedTables(before, await printTables(database));
  if (changed.length === 0 || findings.length > 0) return findings;
  return changed.map((table) => ({
    message: `A request that was refused has changed rows of ${table}.`,
    remedy: 'Check everything before the first write, or write inside ctx.transaction.',
  }));
}

async function anonymous(host: TestHost, one: ApiOperation): Promise<readonly Finding[]> {
  if (one.isPublic) return [];
  const answer = await send(host.as('anonymous'), one, one.sample);
  return answer.status === 401
    ? []
    : [finding(one, answer, 'a caller who has not signed in', '401', GUARD)];
}

/** What is for every user is not refused to one without roles; a list shows such a one nothing. */
async function unpermitted(client: TestClient, one: ApiOperation): Promise<readonly Finding[]> {
  if (one.isPublic || one.permission === 'signedIn') return [];
  const answer = await send(client, one, one.sample);
  const isRefused = [403, 404].includes(answer.status);
  return isRefused
    ? []
    : [
        finding(
          one,
          answer,
          'a user without any role',
          '403',
          `${GUARD} A hook or grant for “*” may be too wide.`,
        ),
      ];
}

async function wrong(host: TestHost, one: ApiOperation): Promise<readonly Finding[]> {
  if (!one.body) return [];
  const client = host.as(one.isPublic ? 'anonymous' : 'administrator');
  return eachBody(wrongBodies(one.body), async (bad) => {
    const answer = await send(client, one, bad.body, bad.headers);
    const isRefused = answer.status >= 400 && answer.status < 500 && isProblem(answer);
    return isRefused
      ? []
      : [
          finding(
            one,
            answer,
            bad.what,
            '4xx with a problem',
            'Describe the body with a JSON Schema: types, required names, additionalProperties: false. The host then refuses what does not fit.',
          ),
        ];
  });
}

/** What the schema may take: the route may do as it likes, but not break. */
async function loose(host: TestHost, one: ApiOperation): Promise<readonly Finding[]> {
  const client = host.as(one.isPublic ? 'anonymous' : 'administrator');
  const remedy =
    'Check what comes in before it is used, and refuse it by an error of your own: defineErrors in errors.ts.';
  const findings = await eachBody(looseBodies(one.body), async (bad) => {
    const answer = await send(client, one, bad.body, bad.headers);
    return answer.status >= 500 ? [finding(one, answer, bad.what, 'no 5xx', remedy)] : [];
  });
  if (!one.path.includes('{')) return findings;
  const strange = { ...one, address: one.path.replaceAll(/\{\w+\}/g, '%F0%9F%8D%8Bnot%20an%20id') };
  const answer = await send(client, strange, one.sample);
  return answer.status >= 500
    ? [...findings, finding(one, answer, 'a path parameter that is no id', 'no 5xx', remedy)]
    : findings;
}

async function eachBody(
  bodies: readonly BadBody[],
  work: (bad: BadBody) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const bad of bodies) findings.push(...(await work(bad)));
  return findings;
}

function send(
  client: TestClient,
  { method, address }: ApiOperation,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestResponse> {
  switch (method) {
    case 'GET':
      return client.get(address, { headers });
    case 'DELETE':
      return client.delete(address, { headers });
    case 'POST':
      return client.post(address, body, { headers });
    case 'PUT':
      return client.put(address, body, { headers });
    case 'PATCH':
      return client.patch(address, body, { headers });
  }
}

function isProblem({ headers }: TestResponse): boolean {
  return headers.get('content-type')?.includes('application/problem+json') ?? false;
}

function finding(
  { method, path }: ApiOperation,
  { status }: TestResponse,
  what: string,
  expected: string,
  remedy: string,
): Finding {
  return {
    message: `${method} ${path} answers ${what} with ${status}; expected is ${expected}.`,
    remedy,
  };
}
