import type { EntitySource } from '../src/entities/resolve.ts';
import { defineEntity } from '../src/entities/entity.ts';
import {
  choice,
  date,
  email,
  integer,
  money,
  ref,
  refs,
  rollup,
  text,
} from '../src/entities/field-builders.ts';
import type { Database } from '../src/records/database.ts';

export const names = { label: { en: 'Thing' }, plural: { en: 'Things' }, title: 'name' } as const;
export const Account = defineEntity('shop.account', {
  ...names,
  path: 'accounts',
  fields: {
    name: text().required(),
    mail: email().unique(),
    industry: choice(['retail']).indexed(),
    parent: ref('shop.account'),
    revenue: money(),
  },
});
export const shop: EntitySource = { manifest: { id: 'shop' }, plugin: { entities: [Account] } };
export const Deal = defineEntity('deals.deal', {
  ...names,
  path: 'deals',
  partitioned: true,
  fields: {
    name: text(),
    account: ref('shop.account'),
    others: refs('shop.account'),
    amount: money(),
    closed: date(),
  },
});
export const deals: EntitySource = {
  manifest: { id: 'deals' },
  plugin: {
    entities: [Deal],
    extends: {
      'shop.account': {
        total: rollup({ entity: 'deals.deal', via: 'account', function: 'sum', field: 'amount' }),
        score: integer().indexed(),
      },
    },
  },
};
export async function columns(database: Database, table: string): Promise<string[]> {
  const rows = await database.query<{ column: string }>(
    `select attname || ' ' || format_type(atttypid, atttypmod) as column from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows.map((row) => row.column);
}

export async function changes(database: Database): Promise<number> {
  const [row] = await database.query<{ n: number }>(
    'select count(*)::int as n from tessera.schema_change',
  );
  return row?.n ?? 0;
}
