import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  currentExecution,
  errors as coreErrors,
  findMatches,
  findPeople,
  findPerson,
  gatherBelongings,
  isUuid,
  rememberPerson,
  writeAuditEntry,
  type FoundPerson,
  type PersonReference,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { v7 as uuid } from 'uuid';
import { requirePermission, requireUser } from '../identity/permission.ts';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import { refuseOwner } from './privacy-erasure.ts';
import { exportFile } from './privacy-export.ts';
import { sendRequest } from './privacy-jobs.ts';
import { PRIVACY_PERMISSION, type PrivacyParts } from './privacy-parts.ts';
import {
  changeRequest,
  findRequest,
  findUnfinished,
  insertRequest,
  listRequests,
  type PrivacyRequest,
} from './privacy-requests.ts';
import { viewHoldings, viewRequest } from './privacy-view.ts';

interface Order {
  readonly kind: 'export' | 'erase';
  readonly entity: PersonReference['entity'];
  readonly id: string;
  readonly also?: readonly PersonReference[];
  readonly reason?: string | null;
  readonly confirm?: string;
}

const entity = { type: 'string', pattern: '^[a-z][\\w-]*\\.[a-z]\\w*$', maxLength: 100 } as const;
const id = { type: 'string', pattern: '^[0-9a-fA-F-]{36}$' } as const;
const SHORTEST_QUESTION = 2;
const LONGEST_QUESTION = 200;
const PRIVATE = { 'Cache-Control': 'private, no-store' };

/** `/api/privacy`: what is known of a person, and requests to export or erase it. */
export function privacyRoutes(parts: PrivacyParts): Hono<HostEnv> {
  const { kernel } = parts;
  const sql = kernel.database;
  const routes = new Hono<HostEnv>();
  const readOrder = createBodyReader<Order>(
    {
      kind: { enum: ['export', 'erase'] },
      entity,
      id,
      also: {
        type: 'array',
        maxItems: 50,
        items: {
          type: 'object',
          properties: { entity, id },
          required: ['entity', 'id'],
          additionalProperties: false,
        },
      },
      reason: { type: ['string', 'null'], maxLength: 2000 },
      confirm: { type: 'string', maxLength: 500 },
    },
    ['kind', 'entity', 'id'],
  );
  const permitted = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> => {
    requirePermission(kernel, c.var.authenticated.principal, PRIVACY_PERMISSION);
    return kernel.run(leaseOf(c), work);
  };
  const requested = async (wanted: string): Promise<PrivacyRequest> => {
    const request = isUuid(wanted) ? await findRequest(sql, wanted) : undefined;
    if (!request) throw errors.privacyRequestMissing({ id: wanted });
    return request;
  };

  routes.get('/api/privacy/people', (c) =>
    permitted(c, async () => {
      const question = c.req.query('q')?.trim() ?? '';
      if (question.length < SHORTEST_QUESTION || question.length > LONGEST_QUESTION)
        throw coreErrors.requestInvalid({ reason: '“q” must have 2 to 200 characters.' });
      return c.json(await findPeople(currentExecution(), question), 200, PRIVATE);
    }),
  );
  routes.get('/api/privacy/people/:entity/:id', (c) =>
    permitted(c, async () => {
      const person = await getPerson({
        entity: c.req.param('entity') as PersonReference['entity'],
        id: c.req.param('id'),
      });
      const execution = currentExecution();
      const { addresses } = await rememberPerson(execution, person);
      const matches = await findMatches(execution, person, addresses);
      const holdings = viewHoldings(await gatherBelongings(execution, person));
      return c.json({ person, matches, holdings }, 200, PRIVATE);
    }),
  );
  routes.post('/api/privacy/requests', async (c) => {
    const by = requireUser(c.var.authenticated.principal);
    requirePermission(kernel, c.var.authenticated.principal, PRIVACY_PERMISSION);
    const order = await readOrder(c.req.raw);
    return permitted(c, async () => {
      const made = await takeOrder(parts, order, by);
      return c.json(await viewRequest(sql, await requested(made)), 202, PRIVATE);
    });
  });
  routes.get('/api/privacy/requests', (c) =>
    permitted(c, async () => {
      const all = await listRequests(sql);
      return c.json(
        await Promise.all(all.map((request) => viewRequest(sql, request))),
        200,
        PRIVATE,
      );
    }),
  );
  routes.get('/api/privacy/requests/:id', (c) =>
    permitted(c, async () =>
      c.json(await viewRequest(sql, await requested(c.req.param('id'))), 200, PRIVATE),
    ),
  );
  routes.get('/api/privacy/requests/:id/file', (c) =>
    permitted(c, async () => {
      const request = await requested(c.req.param('id'));
      const path = exportFile(parts.exports, request.id);
      const found = request.kind === 'export' ? await stat(path).catch(() => undefined) : undefined;
      if (!found || request.status !== 'done') throw errors.privacyFileMissing();
      await auditRequest(request, 'export');
      return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream, 200, {
        ...PRIVATE,
        'Content-Type': 'application/gzip',
        'Content-Length': String(found.size),
        'Content-Disposition': `attachment; filename="person-${request.id}.tar.gz"`,
        'X-Content-Type-Options': 'nosniff',
      });
    }),
  );
  return routes;
}

/** @throws TesseraError `HOST_PERSON_MISSING` */
async function getPerson(reference: PersonReference): Promise<FoundPerson> {
  const found = isUuid(reference.id) ? await findPerson(currentExecution(), reference) : undefined;
  if (!found) throw errors.personMissing({ ...reference });
  return found;
}

/** Writes a request down and has it done; an erasure that is not done yet is gone on with. Answers its id. */
async function takeOrder(parts: PrivacyParts, order: Order, by: string): Promise<string> {
  const { database } = parts.kernel;
  const unfinished = order.kind === 'erase' ? await findUnfinished(database, order) : undefined;
  if (unfinished !== undefined) {
    const others = await notIn(parts, unfinished, order.also ?? []);
    await changeRequest(database, unfinished, { status: 'queued', fault: null, endedAt: null });
    await sendRequest(parts, unfinished);
    if (others.length > 0) await takeUp(parts, order, others, by);
    return unfinished;
  }
  const person = await getPerson(order);
  const people = [person];
  for (const other of order.also ?? []) people.push(await getPerson(other));
  if (order.kind === 'erase') {
    refuseUnconfirmed(order, person);
    for (const one of people) await refuseOwner(one);
  }
  return takeUp(parts, order, people, by);
}

/** Those that an erasure which is gone on with does not know: they get one of their own. */
async function notIn(
  { kernel }: PrivacyParts,
  unfinished: string,
  also: readonly PersonReference[],
): Promise<readonly FoundPerson[]> {
  const known = (await findRequest(kernel.database, unfinished))?.people ?? [];
  const others = also.filter(
    (one) => !known.some(({ entity, id }) => entity === one.entity && id === one.id.toLowerCase()),
  );
  const found: FoundPerson[] = [];
  for (const other of others) found.push(await getPerson(other));
  for (const other of found) await refuseOwner(other);
  return found;
}

async function takeUp(
  parts: PrivacyParts,
  order: Order,
  people: readonly FoundPerson[],
  by: string,
): Promise<string> {
  const { database } = parts.kernel;
  const request = {
    id: uuid(),
    kind: order.kind,
    people: people.map((one) => ({ entity: one.entity, id: one.id })),
    title: people[0]?.title ?? null,
    reason: order.reason ?? null,
    by,
    at: currentExecution().assembly.clock.now().toISOString(),
  };
  await insertRequest(database, request);
  await auditRequest(request, order.kind === 'erase' ? 'erasePerson' : 'exportPerson');
  await sendRequest(parts, request.id);
  return request.id;
}

function refuseUnconfirmed({ confirm = '' }: Order, { title, subtitle }: FoundPerson): void {
  const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  const accepted = [title, subtitle ?? ''].map(plain).filter((text) => text !== '');
  if (!accepted.includes(plain(confirm)))
    throw errors.personUnconfirmed(
      {},
      { problems: [{ pointer: '/confirm', detail: 'It is not the name or the e-mail address.' }] },
    );
}

/** The audit names the request, whose reason can be taken back; what stands in the audit itself stays. */
async function auditRequest(
  { id: request, people }: Pick<PrivacyRequest, 'id' | 'people'>,
  action: string,
): Promise<void> {
  for (const person of people)
    await writeAuditEntry(currentExecution(), {
      entity: person.entity,
      recordId: person.id,
      action,
      changes: { request: [null, request] },
      reason: `privacy request ${request}`,
    });
}
