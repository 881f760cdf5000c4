import { globSync, readFileSync } from 'node:fs';
import {
  defineEntity,
  defineHook,
  definePermission,
  defineRoute,
  integer,
  on,
  serviceToken,
  slotOf,
  text,
  when,
  type Context,
  type Contribution,
  type EntityId,
  type HookType,
  type SlotContext,
} from '@tessera/sdk';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

const Vessel = defineEntity('quay.vessel', {
  label: { en: 'Vessel' },
  plural: { en: 'Vessels' },
  path: 'vessels',
  title: 'name',
  fields: { name: text().required(), draught: integer() },
});
const Crane = defineEntity('quay.crane', {
  label: { en: 'Crane' },
  plural: { en: 'Cranes' },
  path: 'cranes',
  title: 'name',
  fields: { name: text().required() },
});
interface Tides {
  next(): Date;
}

declare module '@tessera/sdk' {
  interface EntityTypes {
    'quay.vessel': typeof Vessel;
  }
  interface HookTypes {
    'quay.fee.estimating': HookType<'filter', { vessel: string; fee: string }>;
    'quay.berth.choosing': HookType<'collect', { vessel: string }, { berth: number }>;
  }
  interface EventTypes {
    'quay.vessel.berthed': { vessel: string; berth: number };
  }
  interface ServiceTypes {
    'quay.tides': Tides;
  }
  interface SlotTypes {
    'quay.map.layer': { readonly zoom: number };
  }
  interface PermissionTypes {
    'quay.vessel.berth': true;
  }
}

test('a tap is typed by the name of its hook', () => {
  const tap = on('quay.vessel.creating', (_ctx, { before, values }) => {
    expectTypeOf(values.draught).toEqualTypeOf<number | null | undefined>();
    expectTypeOf(before?.name).toEqualTypeOf<string | undefined>();
    expectTypeOf(values.harbour_pilot).toBeUnknown();
    return { reason: 'Too deep.', field: 'draught' };
  });
  on('quay.vessel.validating', (_ctx, input) => {
    expectTypeOf(input.values.draught).toBeUnknown();
    return { ...input, values: { ...input.values, draught: 3 } };
  });
  on('quay.fee.estimating', (_ctx, estimate) => ({ ...estimate, fee: '1.00' }));
  // @ts-expect-error -- a guard answers a refusal
  on('quay.vessel.deleting', () => 'no');
  // @ts-expect-error -- a filter answers what it was given
  on('quay.fee.estimating', () => ({ fee: 1 }));
  // @ts-expect-error -- no field of a vessel
  on('quay.vessel.creating', (_ctx, { values }) => void values.draft);
  // @ts-expect-error -- no such hook
  on('quay.fee.estimated', () => undefined);
  // @ts-expect-error -- no contract declares this entity
  on('quay.vesel.creating', () => undefined);
  expect(tap).toMatchObject({ hook: 'quay.vessel.creating' });
});

test('an entity that declares nothing is tapped by its value', () => {
  const tap = on(
    Crane,
    'updating',
    (_ctx, { values }) => {
      expectTypeOf(values.name).toEqualTypeOf<string | undefined>();
      return undefined;
    },
    { fields: ['name'] },
  );
  // @ts-expect-error -- no contract declares it
  on('quay.crane.updating', () => undefined);
  // @ts-expect-error -- no such hook of a record
  on(Crane, 'updated', () => undefined);
  expect(tap).toMatchObject({ hook: 'quay.crane.updating', fields: ['name'] });
});

test('a subscription is typed by the name of its event', () => {
  const subscription = when('quay.vessel.berthed', (_ctx, { payload }) => {
    expectTypeOf(payload).toEqualTypeOf<{ vessel: string; berth: number }>();
  });
  const own = when(
    Crane,
    'created',
    (_ctx, { payload }) => {
      expectTypeOf(payload.after?.name).toEqualTypeOf<string | undefined>();
    },
    { name: 'count cranes', retries: 1 },
  );
  when('quay.vessel.stageChanged', (_ctx, { payload }) => {
    expectTypeOf(payload.field).toEqualTypeOf<string>();
  });
  // @ts-expect-error -- no such event
  when('quay.vessel.sunk', () => undefined);
  expect([subscription.event, own.event, own.name]).toEqual([
    'quay.vessel.berthed',
    'quay.crane.created',
    'count cranes',
  ]);
});

test('hooks that are offered, services, permissions and slots are held to what the contract says', () => {
  const offered = defineHook({ name: 'quay.fee.estimating', kind: 'filter' });
  // @ts-expect-error -- it is a filter
  defineHook({ name: 'quay.fee.estimating', kind: 'guard' });
  const token = serviceToken('quay.tides');
  expectTypeOf(token.$type).toEqualTypeOf<Tides | undefined>();
  // @ts-expect-error -- no such service, and no type for it
  serviceToken('quay.tide');
  const permission = definePermission({ name: 'quay.vessel.berth', label: { en: 'Berth' } });
  // @ts-expect-error -- no such permission
  definePermission({ name: 'quay.vessel.birth', label: { en: 'Berth' } });
  const route = { method: 'GET', path: '/', summary: { en: 'All' }, handler: () => [] } as const;
  defineRoute({ ...route, permission: 'quay.vessel.berth' });
  // @ts-expect-error -- no such permission
  defineRoute({ ...route, permission: 'quay.vessel.birth' });
  const card: Contribution = { slot: 'quay.vessel.page.side', id: 'a' };
  const own: Contribution = { slot: slotOf(Crane, 'page.tab'), id: 'b' };
  // @ts-expect-error -- no such slot
  const wrong: Contribution = { slot: 'quay.vessel.page.top', id: 'c' };
  expectTypeOf<SlotContext<'quay.map.layer'>['zoom']>().toEqualTypeOf<number>();
  expectTypeOf<SlotContext<'quay.vessel.page.side'>['record']['draught']>().toEqualTypeOf<
    number | null | undefined
  >();
  expect([offered.name, token.name, permission.name, card.slot, own.slot, wrong.id]).toEqual([
    'quay.fee.estimating',
    'quay.tides',
    'quay.vessel.berth',
    'quay.vessel.page.side',
    'quay.crane.page.tab',
    'c',
  ]);
});

test('names are merged into the SDK and into no other module, for the second module is lost', () => {
  const files = globSync('{core,sdk,host,plugins,examples,test}/**/*.ts', {
    cwd: ROOT,
    exclude: (path) => /(^|\/)(node_modules|dist|temp)$/.test(path),
  });
  const merging = files.flatMap((file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    return [
      ...source.matchAll(
        /^ *declare module '([^']+)' \{\n\s+(?:\/\*\*.*\n\s+)?interface \w+Types\b/gm,
      ),
    ].map(([, module]) => ({ file, module }));
  });
  expect(merging.length).toBeGreaterThan(2);
  expect(merging.filter(({ module }) => module !== '@tessera/sdk')).toEqual([]);
});

/** Only compiled: what a context takes and gives. */
export async function typesOfContext(ctx: Context, dynamic: EntityId): Promise<void> {
  const vessel = await ctx.records('quay.vessel').get('1');
  expectTypeOf(vessel.draught).toEqualTypeOf<number | null>();
  await ctx.records('quay.vessel').create({ name: 'Ada', x_flag: 'NO' });
  // @ts-expect-error -- a name is needed
  await ctx.records('quay.vessel').create({ draught: 3 });
  // @ts-expect-error -- misspelt, or its contract is not imported
  ctx.records('quay.vesel');
  expectTypeOf((await ctx.records(dynamic).get('1'))['name']).toBeUnknown();
  await ctx.emit('quay.vessel.berthed', { vessel: '1', berth: 2 });
  // @ts-expect-error -- a number is needed
  await ctx.emit('quay.vessel.berthed', { vessel: '1', berth: 'two' });
  // @ts-expect-error -- only events that are announced
  await ctx.emit('quay.vessel.created', {});
  const { fee } = await ctx.hooks.call('quay.fee.estimating', { vessel: '1', fee: '1.00' });
  expectTypeOf(fee).toBeString();
  const berths = await ctx.hooks.call('quay.berth.choosing', { vessel: '1' });
  expectTypeOf(berths[0]?.value).toEqualTypeOf<{ berth: number } | undefined>();
  // @ts-expect-error -- record hooks are called by the record pipeline
  await ctx.hooks.call('quay.vessel.creating', {});
}
