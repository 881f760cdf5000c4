import { randomUUID } from 'node:crypto';
import { definePlugin, on, type PersonErasing } from '@tessera/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import {
  CANARY,
  createPrivacyHost,
  done,
  leaveTraces,
  placesOf,
  REQUESTS,
  type Traced,
} from './privacy-world.ts';

/** Entities at which the plugin fails once: the erasure ends there, with everything before it committed. */
const failsAt = new Set(['guest.badge', 'customer.address']);
const stumble = installed(
  definePlugin({
    hooks: [
      on('tessera.person.erasing', (_ctx, { entity }: PersonErasing) => {
        if (failsAt.delete(entity)) throw new Error('This plugin stumbles once.');
        return undefined;
      }),
    ],
  }),
  { id: 'stumble' },
);

let host: TestHost;
let admin: TestClient;
let traced: Traced;
beforeAll(async () => {
  host = await createPrivacyHost([stumble]);
  admin = host.as('administrator');
  traced = await leaveTraces(host, admin);
});
afterAll(() => host?.close());

/** The queue waits longer and longer before it tries again: here what waits is due, and a request that is nobody's makes it look. */
async function tryAtOnce(): Promise<void> {
  const waiting = await host.kernel.database.query(
    `update pgboss.job set start_after = now() where state = 'retry' and start_after > now() returning id`,
  );
  if (waiting.length > 0) await host.jobs.send('tessera.privacy.run', { id: randomUUID() });
}

test('an erasure that ends half-way, twice, goes on to the end and has done nothing twice', async () => {
  const { id } = await done(
    admin.post(REQUESTS, {
      kind: 'erase',
      entity: 'customer.contact',
      id: traced.contact,
      confirm: traced.title,
    }),
  );
  const found = await vi.waitFor(
    async () => {
      await tryAtOnce();
      const request = await done(admin.get(`${REQUESTS}/${id}`));
      expect(request.status).toBe('done');
      return request;
    },
    { timeout: 300_000, interval: 200 },
  );
  expect([...failsAt]).toEqual([]);
  expect(await placesOf(host, CANARY)).toEqual([]);
  const counts = Object.fromEntries(
    found.report.erased.map(({ entity, count }: { entity: string; count: number }) => [
      entity,
      count,
    ]),
  );
  expect(counts).toMatchObject({
    'customer.contact': 1,
    'customer.contactPoint': 3,
    'tessera.file': 1,
  });
  const writes = await host.kernel.database.query(
    `select record_id as id, action, count(*) as count from tessera.audit
     where record_id = any($1::uuid[]) and cause_kind = 'privacy' and action in ('update', 'delete')
     group by record_id, action order by action`,
    [[traced.badge, traced.contact]],
  );
  expect(writes).toEqual([
    { id: traced.contact, action: 'delete', count: 1 },
    { id: traced.badge, action: 'update', count: 1 },
  ]);
}, 600_000);
