import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentExecution } from '../src/plugin/execution.ts';
import { writeAuditEntry } from '../src/records/audit-entry.ts';
import { recordsOf } from '../src/records/facade.ts';
import { readHistory } from '../src/records/history.ts';
import { Company, install, makeWorld, toy, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld({ plugins: [install(toy, { id: 'toy' })] });
});
afterAll(() => world.close());

const WRITER = [
  { entity: 'toy.*', actions: { create: 'all', read: 'all', update: 'all' } },
] as const;
const lastRow = async (record: string): Promise<Record<string, unknown>> => {
  const { rows } = await world.pool.query<Record<string, unknown>>(
    'select *, xid::text from tessera.audit where record_id = $1 order by id desc limit 1',
    [record],
  );
  return rows[0] ?? {};
};

test('an entry tells who acts with what token, through whose eyes, on whose behalf, and why', async () => {
  const ann = await world.user('Ann Audited', { grants: [...WRITER] });
  const token = '0190b3a0-0000-7000-8000-00000000000a';
  const viewer = '0190b3a0-0000-7000-8000-00000000000b';
  const principal = {
    ...ann,
    tokenId: token,
    impersonator: { userId: viewer, name: 'Vic' },
  };
  const record = await world.kernel.run(
    {
      principal,
      source: 'import',
      reason: 'they moved',
      requestId: 'request 7',
      address: '192.0.2.7',
      cause: { kind: 'import', id: 'import 9' },
    },
    async () => {
      const id = '0190b3a0-0000-7000-8000-00000000000c';
      await writeAuditEntry(currentExecution(), {
        entity: 'toy.company',
        recordId: id,
        action: 'share',
        changes: { user: [null, 'somebody'] },
      });
      return id;
    },
  );
  expect(await lastRow(record)).toMatchObject({
    action: 'share',
    entity: 'toy.company',
    plugin: 'toy',
    actor_kind: 'user',
    user_id: ann.userId,
    actor_name: 'Ann Audited',
    token_id: token,
    impersonator_id: viewer,
    impersonator_name: 'Vic',
    initiator_id: null,
    cause_kind: 'import',
    cause_id: 'import 9',
    reason: 'they moved',
    request_id: 'request 7',
    address: '192.0.2.7',
    source: 'import',
    changes: { user: [null, 'somebody'] },
  });
});

test('what a plugin does as the system tells who set it off, and only then', async () => {
  const bob = await world.user('Bob Initiator', { grants: [...WRITER] });
  const made = await world.as(bob, async ({ assembly }) => {
    const context = assembly.context('toy').asSystem('tidies up').asSystem('even deeper');
    return context.records(Company).create({ name: 'By a plugin' });
  });
  expect(await lastRow(made.id)).toMatchObject({
    actor_kind: 'system',
    user_id: null,
    actor_name: expect.stringContaining('even deeper'),
    initiator_id: bob.userId,
    initiator_name: 'Bob Initiator',
  });
  const own = await world.as(bob, () => recordsOf()(Company).create({ name: 'By himself' }));
  expect(await lastRow(own.id)).toMatchObject({ user_id: bob.userId, initiator_id: null });
  const alone = await world.as(world.system, ({ assembly }) =>
    assembly.context('toy').asSystem('by itself').records(Company).create({ name: 'By itself' }),
  );
  expect(await lastRow(alone.id)).toMatchObject({ initiator_id: null, initiator_name: null });
});

test('an entry of a transaction goes with it', async () => {
  const id = '0190b3a0-0000-7000-8000-00000000000d';
  const failing = world.as(world.system, ({ assembly }) =>
    assembly.context('toy').transaction(async () => {
      await writeAuditEntry(currentExecution(), {
        entity: 'toy.company',
        recordId: id,
        action: 'share',
      });
      throw new Error('no');
    }),
  );
  await expect(failing).rejects.toThrow('no');
  expect(await lastRow(id)).toEqual({});
});

test('the history tells the reason, the way in, and the values to go back to', async () => {
  const cleo = await world.user('Cleo Historian', { grants: [...WRITER] });
  const parent = await world.as(cleo, () => recordsOf()(Company).create({ name: 'Parent' }));
  const child = await world.as(cleo, () => recordsOf()(Company).create({ name: 'Child' }));
  await world.kernel.run(
    { principal: cleo, source: 'ui', reason: 'a merger', requestId: 'request 8' },
    () => recordsOf()(Company).update(child.id, { parent: parent.id, name: 'Grown child' }),
  );
  const { items } = await world.as(cleo, (execution) => {
    const model = execution.assembly.models.get('toy.company');
    return readHistory(execution, model!, child.id, { limit: 10 });
  });
  expect(items[0]).toMatchObject({
    action: 'update',
    reason: 'a merger',
    source: 'ui',
    requestId: 'request 8',
    impersonator: null,
    initiator: null,
    cause: null,
    changes: { parent: [null, { id: parent.id, title: 'Parent' }], name: ['Child', 'Grown child'] },
    values: { parent: [null, parent.id], name: ['Child', 'Grown child'] },
  });
  const before = Object.fromEntries(
    Object.entries(items[0]?.values ?? {}).map(([name, [value]]) => [name, value]),
  );
  const restored = await world.as(cleo, () =>
    recordsOf()(Company).update(child.id, before as never),
  );
  expect(restored).toMatchObject({ name: 'Child', parent: null });
});

test('views and shares do not count as versions: what others changed is told right', async () => {
  const dan = await world.user('Dan Editor', { grants: [...WRITER] });
  const made = await world.as(dan, () => recordsOf()(Company).create({ name: 'Versioned' }));
  await world.as(dan, () => recordsOf()(Company).update(made.id, { employees: 7 }));
  await world.as(dan, (execution) =>
    writeAuditEntry(execution, { entity: 'toy.company', recordId: made.id, action: 'share' }),
  );
  const late = world.as(dan, () =>
    recordsOf()(Company).update(made.id, { name: 'Late' }, { ifVersion: made.version }),
  );
  await expect(late).rejects.toMatchObject({
    code: 'CORE_VERSION_MISMATCH',
    details: { changed: ['employees'] },
  });
});
