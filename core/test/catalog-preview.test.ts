import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceOf } from '../src/catalog/entity-source.ts';
import { applyDrops, plannedDrops } from '../src/catalog/planned-drops.ts';
import { previewSchema } from '../src/catalog/schema-preview.ts';
import { installEntities, readCatalog } from '../src/entities/install.ts';
import {
  defineEntity,
  definePlugin,
  describePlugin,
  integer,
  money,
  text,
  type InstalledPlugin,
} from '../src/index.ts';
import { recordsOf } from '../src/records/facade.ts';
import { Account, shop } from './catalog-plugins.ts';
import { install, makeWorld, type World } from './world.ts';

const records = recordsOf();
const labels = { label: { en: 'One' }, plural: { en: 'Many' }, title: 'name' } as const;

function version(two: boolean): InstalledPlugin {
  const Program = defineEntity('gain.program', {
    ...labels,
    path: 'programs',
    fields: two
      ? { name: text().required(), rate: integer().was('factor').indexed(), note: text() }
      : { name: text().required(), factor: integer().indexed(), budget: money() },
  });
  const Draft = defineEntity('gain.draft', {
    ...labels,
    path: 'drafts',
    fields: { name: text().required() },
  });
  return install(
    definePlugin({
      entities: two ? [Program] : [Program, Draft],
      extends: {
        'shop.account': two ? { level: text() } : { level: text(), colour: text().unique() },
      },
    }),
    { id: 'gain', version: two ? '1.1.0' : '1.0.0', requires: { shop: '^1' } },
  );
}

let world: World;
beforeAll(async () => {
  world = await makeWorld({ plugins: [shop, version(false)] });
});
afterAll(() => world.close());

const sources = (): InstalledPlugin[] =>
  [...world.kernel.assembly.instances.values()].map(({ installed }) => installed);
const columns = async (table: string): Promise<string[]> => {
  const { rows } = await world.pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by 1`,
    [table],
  );
  return rows.map(({ name }) => name);
};
const ledger = async (): Promise<string[]> =>
  (
    await world.pool.query<{ statements: string[] }>(
      'select statements from tessera.schema_change order by id desc limit 1',
    )
  ).rows.flatMap(({ statements }) => statements);

describe('what an upgrade does to the tables', () => {
  const next = version(true);

  it('is told beforehand, from the description alone, and is what is then run', async () => {
    const described = JSON.parse(
      JSON.stringify(describePlugin(next.manifest, next.plugin)),
    ) as ReturnType<typeof describePlugin>;
    const others = sources().filter(({ manifest }) => manifest.id !== 'gain');
    const before = await columns('gain.program');
    const preview = await previewSchema(
      world.kernel.database,
      [...others, sourceOf(described)],
      [],
    );
    expect(await columns('gain.program')).toEqual(before);
    expect(preview.statements).toEqual([
      'alter table "gain"."program" add "rate" int8 null, add "note" text null',
      'update "gain"."program" set "rate" = "factor" where "factor" is not null',
      expect.stringMatching(
        /^create or replace trigger "renamed_1_\d+_rate" .* tessera.keep_renamed\('factor', 'rate'\)$/,
      ),
      expect.stringMatching(
        /^create or replace trigger "renamed_2_\d+_rate" .* tessera.keep_renamed\('rate', 'factor'\)$/,
      ),
    ]);
    expect(preview.indexes).toHaveLength(1);
    await installEntities(world.kernel.database, [...others, next], []);
    expect(await ledger()).toEqual([...preview.statements, ...preview.indexes]);
    expect(
      await previewSchema(world.kernel.database, [...others, sourceOf(described)], []),
    ).toEqual({ statements: [], indexes: [] });
  });

  it('what is in the catalog makes the same models as the plugin itself', async () => {
    const entry = (await readCatalog(world.kernel.database)).find(
      ({ plugin }) => plugin === 'gain',
    );
    const others = sources().filter(({ manifest }) => manifest.id !== 'gain');
    expect(await previewSchema(world.kernel.database, [...others, sourceOf(entry!)], [])).toEqual({
      statements: [],
      indexes: [],
    });
  });

  it('what is no longer declared is dropped when that is asked for, and nothing else', async () => {
    // A column of another plugin, and a field made in the UI, that are named as if they were of this one.
    await world.kernel.addField('gain.program', 'own', { type: 'text' });
    const current = [...sources().filter(({ manifest }) => manifest.id !== 'gain'), next];
    const account = await world.as(world.system, () =>
      records(Account).create({ name: 'Acme', gain_level: 'high' }),
    );
    const drops = await plannedDrops(world.kernel.database, 'gain', current);
    expect(drops.map(({ statement }) => statement)).toEqual([
      'drop table if exists "gain"."draft" cascade',
      'alter table "gain"."program" drop column if exists "factor"',
      'alter table "gain"."program" drop column if exists "budget_base"',
      'alter table "gain"."program" drop column if exists "budget_amount"',
      'alter table "gain"."program" drop column if exists "budget_currency"',
      'alter table "gain"."program" drop column if exists "budget_rate"',
      'alter table "gain"."program" drop column if exists "budget_rate_date"',
      'alter table "shop"."account" drop column if exists "gain_colour"',
    ]);
    await applyDrops(world.kernel.database, 'gain', drops);
    await applyDrops(world.kernel.database, 'gain', drops);
    expect(await plannedDrops(world.kernel.database, 'gain', current)).toEqual([]);
    expect(await columns('gain.draft')).toEqual([]);
    const triggers = await world.pool.query(
      `select 1 from pg_trigger where tgrelid = 'gain.program'::regclass and tgname like 'renamed%'`,
    );
    expect(triggers.rows, 'there is nothing left to keep the same').toEqual([]);
    expect(await columns('gain.program')).toContain('x_own');
    const { rows } = await world.pool.query('select gain_level from shop.account where id = $1', [
      account.id,
    ]);
    expect(rows).toEqual([{ gain_level: 'high' }]);
    // The old version comes back: what was dropped is made anew.
    await installEntities(world.kernel.database, [...current.slice(0, -1), version(false)], []);
    expect(await columns('gain.draft')).toContain('name');
    expect(await columns('shop.account')).toContain('gain_colour');
  });

  it('drops nothing of a plugin that is not among those given', async () => {
    const others = sources().filter(({ manifest }) => manifest.id !== 'gain');
    expect(await plannedDrops(world.kernel.database, 'gain', others)).toEqual([]);
    expect(await plannedDrops(world.kernel.database, 'shop', others)).toEqual([]);
  });
});
