import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCustomerHost } from './customer-host.ts';

const ACTIVITIES = '/api/customer/activities';
const NOW = '2026-03-02T09:30:00.000Z';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createCustomerHost();
  admin = host.as('administrator');
});
beforeEach(() => host.clock.set(NOW));
afterAll(() => host?.close());

async function activity(values: object): Promise<{ readonly id: string }> {
  const made = await admin.post(ACTIVITIES, values);
  expect(made.status).toBe(201);
  return made.body;
}

test('a note happened now and is done', async () => {
  expect(await activity({ subject: 'Met at the fair' })).toMatchObject({
    type: 'note',
    status: 'done',
    occurredAt: NOW,
    completedAt: null,
    countsAsTouch: true,
  });
});

test('a call keeps the time that is given', async () => {
  const occurredAt = '2026-02-27T14:00:00.000Z';
  expect(
    await activity({ type: 'call', subject: 'Asked for prices', occurredAt, direction: 'inbound' }),
  ).toMatchObject({
    occurredAt,
    status: 'done',
  });
});

test('a task is planned, then done at a time, then planned again', async () => {
  const task = await activity({ type: 'task', subject: 'Send the offer', dueDate: '2026-03-05' });
  expect(task).toMatchObject({ status: 'planned', completedAt: null, dueDate: '2026-03-05' });
  host.clock.set('2026-03-04T16:00:00.000Z');
  const change = async (values: object) =>
    (await admin.patch(`${ACTIVITIES}/${task.id}`, values)).body;
  expect(await change({ status: 'done' })).toMatchObject({
    completedAt: '2026-03-04T16:00:00.000Z',
  });
  host.clock.set('2026-03-04T17:00:00.000Z');
  expect(await change({ outcome: 'Accepted' })).toMatchObject({
    completedAt: '2026-03-04T16:00:00.000Z',
  });
  expect(await change({ status: 'planned' })).toMatchObject({ completedAt: null });
  expect(await change({ completedAt: '2026-03-04T12:00:00Z' })).toMatchObject({
    status: 'done',
    completedAt: '2026-03-04T12:00:00.000Z',
  });
});

test('a task that is entered as completed is done', async () => {
  expect(
    await activity({ type: 'task', subject: 'Long ago', completedAt: '2026-01-05T08:00:00Z' }),
  ).toMatchObject({
    status: 'done',
    occurredAt: '2026-01-05T08:00:00.000Z',
    completedAt: '2026-01-05T08:00:00.000Z',
  });
});

test('the timeline of an account and of a contact show what was done with them, newest first', async () => {
  const { body: account } = await admin.post('/api/customer/accounts', { name: 'Visited' });
  const { body: contact } = await admin.post('/api/customer/contacts', {
    familyName: 'Host',
    account: account.id,
  });
  const regarding = { entity: 'customer.account', id: account.id };
  await activity({
    type: 'call',
    subject: 'First call',
    regarding,
    occurredAt: '2026-02-01T10:00:00Z',
  });
  await activity({
    type: 'meeting',
    subject: 'Visit',
    regarding,
    contact: contact.id,
    occurredAt: '2026-02-03T10:00:00Z',
  });
  await activity({
    type: 'mail',
    subject: 'Thanks',
    contact: contact.id,
    occurredAt: '2026-02-02T10:00:00Z',
  });
  await activity({ subject: 'Of nobody' });
  const told = async (path: string) => {
    const { body } = await admin.get(`${path}/timeline`);
    return body.items
      .filter(({ kind }: { kind: string }) => kind === 'record')
      .map(({ at, entity, title }: Record<string, string>) => `${at} ${entity} ${title}`);
  };
  expect(await told(`/api/customer/accounts/${account.id}`)).toEqual([
    '2026-02-03T10:00:00.000Z customer.activity Visit',
    '2026-02-01T10:00:00.000Z customer.activity First call',
  ]);
  expect(await told(`/api/customer/contacts/${contact.id}`)).toEqual([
    '2026-02-03T10:00:00.000Z customer.activity Visit',
    '2026-02-02T10:00:00.000Z customer.activity Thanks',
  ]);
});

test('the timeline of an account shows the activities that the reader may see, and no others', async () => {
  const rep = host.as('sales-rep');
  const { body: account } = await rep.post('/api/customer/accounts', { name: 'Shared' });
  const regarding = { entity: 'customer.account', id: account.id };
  await activity({ subject: 'Confidential', regarding });
  await rep.post(ACTIVITIES, { subject: 'My own', regarding });
  const { body } = await rep.get(`/api/customer/accounts/${account.id}/timeline`);
  expect(JSON.stringify(body)).toContain('My own');
  expect(JSON.stringify(body)).not.toContain('Confidential');
});
