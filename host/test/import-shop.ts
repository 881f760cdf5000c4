import type { PoolConfig } from 'pg';
import {
  choice,
  date,
  defineEntity,
  definePlugin,
  integer,
  money,
  ref,
  refs,
  text,
  type InstalledPlugin,
  type Sql,
} from '@tessera/core';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

const Maker = defineEntity('shop.maker', {
  label: { en: 'Maker', 'zh-CN': '厂商' },
  plural: { en: 'Makers', 'zh-CN': '厂商' },
  path: 'makers',
  title: 'name',
  fields: { name: text().required().searchable(), code: text().unique() },
});

const Part = defineEntity('shop.part', {
  label: { en: 'Part', 'zh-CN': '零件' },
  plural: { en: 'Parts', 'zh-CN': '零件' },
  path: 'parts',
  title: 'name',
  fields: {
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    sku: text().unique().label({ en: 'SKU', 'zh-CN': '编码' }),
    kind: choice([
      { key: 'good', label: { en: 'Good', 'zh-CN': '实物' } },
      { key: 'service', label: { en: 'Service', 'zh-CN': '服务' } },
    ]).default('good'),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    stock: integer({ minimum: 0 }),
    madeOn: date(),
    maker: ref('shop.maker', { onDelete: 'clear' }),
    others: refs('shop.maker'),
  },
});

/** Rows of it have nothing to do with each other, unless one comes after another. */
const Visit = defineEntity('shop.visit', {
  label: { en: 'Visit', 'zh-CN': '来访' },
  plural: { en: 'Visits', 'zh-CN': '来访' },
  path: 'visits',
  title: 'name',
  fields: { name: text().required(), maker: ref('shop.maker'), after: ref('shop.visit') },
});

/** Takes away what a test left, for good. */
export async function emptyShop(sql: Sql): Promise<void> {
  await sql.query('delete from shop.visit');
  await sql.query('delete from shop.part');
  await sql.query('delete from shop.maker');
}

const shop: InstalledPlugin = installed(
  definePlugin({
    entities: [Maker, Part, Visit],
    grants: {
      'sales-manager': [
        {
          entity: 'shop.part',
          actions: { create: 'own', read: 'own', update: 'own', delete: 'own' },
          fields: { stock: 'none', price: 'read' },
        },
      ],
      'sales-rep': [{ entity: 'shop.part', actions: { create: 'all', read: 'all' } }],
    },
  }),
  { id: 'shop' },
);

export const plan = { entity: 'shop.part', mode: 'upsert', key: ['sku'] } as const;

/** A host with parts and their makers, to import into. */
export async function createShopHost(database?: PoolConfig): Promise<TestHost> {
  return createTestHost({ database: database ?? (await makeDatabase()), plugins: [shop] });
}

/** Uploads a table and answers its id. */
export async function upload(host: TestHost, file: string, who = 'administrator'): Promise<string> {
  const { status, body } = await host.as(who).post('/api/imports/files?name=parts.csv', file);
  if (status !== 201) throw new Error(`The file was refused: ${body.detail}`);
  return body.id;
}

/** Imports a table and answers the import as it ended. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects
export async function importTable(
  host: TestHost,
  file: string,
  more: object = {},
  who = 'administrator',
): Promise<any> {
  const client = host.as(who);
  const made = await client.post('/api/imports', {
    ...plan,
    ...more,
    file: await upload(host, file, who),
  });
  if (made.status !== 201) throw new Error(`The import was refused: ${made.body.detail}`);
  await host.jobs.drain();
  return (await client.get(`/api/imports/${made.body.id}`)).body;
}

export const counts = (created: number, updated: number, unchanged: number, failed: number) => ({
  created,
  updated,
  unchanged,
  failed,
});
