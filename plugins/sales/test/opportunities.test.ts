import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSalesHost } from './sales-host.ts';

const OPPORTUNITIES = '/api/sales/opportunities';
const STAGES = '/api/sales/stages';
const NOW = '2026-03-02T09:30:00.000Z';
const LATER = '2026-03-12T09:30:00.000Z';
let host: TestHost;
let admin: TestClient;
let stages: Readonly<Record<string, string>>;
beforeAll(async () => {
  host = await createSalesHost();
  admin = host.as('administrator');
  const { body } = await admin.get(`${STAGES}?_sort=order`);
  stages = Object.fromEntries(body.map(({ key, id }: { key: string; id: string }) => [key, id]));
});
beforeEach(() => host.clock.set(NOW));
afterAll(() => host?.close());

// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
async function opportunity(values: object = {}): Promise<any> {
  const made = await admin.post(OPPORTUNITIES, { name: 'Deal', ...values });
  expect(made.status).toBe(201);
  return made.body;
}

async function change(id: string, values: object) {
  const changed = await admin.patch(`${OPPORTUNITIES}/${id}`, values);
  expect(changed.status).toBe(200);
  return changed.body;
}

test('a new opportunity starts in the first stage of the default pipeline, with a number', async () => {
  const made = await opportunity();
  expect(made).toMatchObject({
    stage: stages['prospecting'],
    stageEnteredAt: NOW,
    probability: 10,
    forecastCategory: 'pipeline',
    closedAt: null,
    number: expect.stringMatching(/^OPP-\d{6}$/),
  });
  const next = await opportunity();
  expect(Number(next.number.slice(4))).toBe(Number(made.number.slice(4)) + 1);
});

test('a stage is given by its key or its id, and brings its probability unless that is given', async () => {
  const made = await opportunity({ stage: 'proposal' });
  expect(made).toMatchObject({
    stage: stages['proposal'],
    probability: 50,
    forecastCategory: 'bestCase',
  });
  expect(await change(made.id, { stage: stages['negotiation'] })).toMatchObject({
    stage: stages['negotiation'],
    probability: 75,
    forecastCategory: 'commit',
  });
  expect(await change(made.id, { stage: 'engaging', probability: 42 })).toMatchObject({
    probability: 42,
    forecastCategory: 'pipeline',
  });
});

test('a client that sends the whole record moves the stage like one that sends the stage alone', async () => {
  const made = await opportunity({ stage: 'proposal', closeDate: '2026-06-30' });
  const put = await admin.put(`${OPPORTUNITIES}/${made.id}`, { ...made, stage: stages['won'] });
  expect(put).toMatchObject({
    status: 200,
    body: { probability: 100, forecastCategory: 'closed', closedAt: NOW },
  });
  const again = await admin.put(`${OPPORTUNITIES}/${made.id}`, put.body);
  expect(again.body).toMatchObject({ version: put.body.version, closedAt: NOW });
  const { stage: _, ...withoutStage } = put.body;
  expect((await admin.put(`${OPPORTUNITIES}/${made.id}`, withoutStage)).body).toMatchObject({
    stage: stages['won'],
  });
});

test.each([
  ['won', { probability: 100, forecastCategory: 'closed' }],
  ['lost', { probability: 0, forecastCategory: 'omitted' }],
])('%s closes the opportunity today', async (stage, expected) => {
  const { id } = await opportunity({ closeDate: '2026-12-31' });
  host.clock.set(LATER);
  expect(await change(id, { stage })).toMatchObject({
    stage: stages[stage],
    stageEnteredAt: LATER,
    closedAt: LATER,
    closeDate: '2026-03-12',
    ...expected,
  });
});

test('a close date that is given with the stage stays', async () => {
  const { id } = await opportunity({ closeDate: '2026-12-31' });
  expect(await change(id, { stage: 'won', closeDate: '2026-02-27' })).toMatchObject({
    closeDate: '2026-02-27',
    closedAt: NOW,
  });
});

test('reopening clears when it was closed and why it was lost, and brings back the probability of the stage', async () => {
  const { id } = await opportunity();
  await change(id, { stage: 'lost', lossReason: 'Price' });
  expect(await change(id, { stage: 'negotiation' })).toMatchObject({
    closedAt: null,
    lossReason: null,
    probability: 75,
    forecastCategory: 'commit',
  });
});

test('from lost to won is a closing of its own', async () => {
  const { id } = await opportunity({ stage: 'lost' });
  host.clock.set(LATER);
  expect(await change(id, { stage: 'won' })).toMatchObject({
    closedAt: LATER,
    closeDate: '2026-03-12',
  });
});

test('the stage history tells each stage with how long it lasted and who moved it', async () => {
  const user = await host.user({ name: 'Mover', roles: ['administrator'] });
  const { id } = await opportunity();
  host.clock.set('2026-03-03T09:30:00.000Z');
  await host.as(user).patch(`${OPPORTUNITIES}/${id}`, { stage: 'engaging', nextStep: 'Call' });
  host.clock.set('2026-03-03T10:30:00.000Z');
  await change(id, { nextStep: 'Call again' });
  await change(id, { stage: 'won' });
  const { body } = await admin.get(`${OPPORTUNITIES}/${id}/stages`);
  expect(body).toEqual([
    expect.objectContaining({
      field: 'stage',
      from: null,
      to: expect.objectContaining({ key: 'prospecting', label: 'Prospecting', kind: 'open' }),
      enteredAt: NOW,
      leftAt: '2026-03-03T09:30:00.000Z',
      seconds: 86_400,
    }),
    expect.objectContaining({
      from: expect.objectContaining({ key: 'prospecting' }),
      to: expect.objectContaining({ key: 'engaging' }),
      seconds: 3600,
      user: { id: user, name: 'Mover' },
    }),
    expect.objectContaining({
      to: expect.objectContaining({ key: 'won', kind: 'won' }),
      leftAt: null,
      seconds: null,
    }),
  ]);
});

test('what makes no sense is refused with its field, and the rules of the stages go on', async () => {
  for (let turn = 0; turn < 6; turn++) {
    expect(await admin.post(OPPORTUNITIES, { name: 'Wrong', pipeline: 'none' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/pipeline' }] },
    });
    expect(await admin.post(OPPORTUNITIES, { name: 'Wrong', stage: 'nowhere' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/stage' }] },
    });
    const forms = { stage: 5, pipeline: [1], account: {}, product: { id: 7 } };
    expect((await admin.post(OPPORTUNITIES, { name: 'Wrong', ...forms })).status).toBe(422);
  }
  expect(await opportunity({ stage: 'won' })).toMatchObject({ probability: 100, closedAt: NOW });
});

test('a history has its real dates, in the record and in the stage history', async () => {
  const { kernel } = host;
  const created = await kernel.run(
    { principal: kernel.system('imports'), source: 'import' },
    async (assembly) => {
      const records = assembly.context('sales').records('sales.opportunity');
      const history = { history: true };
      return Promise.all([
        records.create(
          { name: 'Past', stage: 'won', engageDate: '2016-10-20', closeDate: '2017-03-01' },
          history,
        ),
        records.create({ name: 'Running', stage: 'engaging', engageDate: '2016-11-25' }, history),
      ]);
    },
  );
  const [past, running] = created.map(({ id }) => id);
  expect((await admin.get(`${OPPORTUNITIES}/${past}`)).body).toMatchObject({
    closeDate: '2017-03-01',
    closedAt: expect.stringMatching(/^2017-03-01T/),
    stageEnteredAt: expect.stringMatching(/^2017-03-01T/),
    probability: 100,
    createdAt: NOW,
  });
  expect((await admin.get(`${OPPORTUNITIES}/${past}/stages`)).body).toEqual([
    expect.objectContaining({
      enteredAt: expect.stringMatching(/^2017-03-01T/),
      to: expect.objectContaining({ key: 'won' }),
    }),
  ]);
  expect((await admin.get(`${OPPORTUNITIES}/${running}`)).body).toMatchObject({
    closedAt: null,
    stageEnteredAt: expect.stringMatching(/^2016-11-25T/),
  });
});

test('the time of a closing is not for a client to set', async () => {
  expect(
    await opportunity({ closedAt: '2001-01-01T00:00:00Z', stageEnteredAt: '2001-01-01T00:00:00Z' }),
  ).toMatchObject({
    closedAt: null,
    stageEnteredAt: NOW,
  });
});
