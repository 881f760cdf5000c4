import { v7 as uuid } from 'uuid';
import pg from 'pg';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { defineEntity } from '../src/entities/entity.ts';
import {
  address,
  anyRef,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  email,
  integer,
  money,
  percent,
  phone,
  ref,
  refs,
  rollup,
  state,
  text,
} from '../src/entities/field-builders.ts';
import { installEntities } from '../src/entities/install.ts';
import type { EntityModel } from '../src/entities/model.ts';
import { applySystemTables } from '../src/entities/system-tables.ts';
import { policyTables, policyTriggers } from '../src/permissions/policy-tables.ts';
import type { Grant, Principal } from '../src/permissions/policy.ts';
import { anonymousPrincipal, loadPrincipal } from '../src/permissions/principal.ts';
import { Role } from '../src/permissions/role.ts';
import { Team, User } from '../src/permissions/user.ts';
import type { Assembly } from '../src/plugin/assembly.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { createDatabase, type Database } from '../src/records/database.ts';
import { recordTables } from '../src/records/record-tables.ts';
import { searchRow } from '../src/records/search-grams.ts';

const Firm = defineEntity('shop.firm', {
  label: { en: 'Firm' },
  plural: { en: 'Firms' },
  path: 'firms',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    industry: choice(['retail', 'medical', 'software']),
    tags: choices(['a', 'b', 'c']),
    parent: ref('shop.firm', { inverse: { name: 'children', label: { en: 'Children' } } }),
    partners: refs('shop.firm'),
    employees: integer(),
    revenue: money(),
    score: percent(),
    weight: decimal(),
    active: boolean(),
    founded: date(),
    seenAt: datetime(),
    place: address(),
    secret: text().searchable().personal(),
    account: text(),
    orderCount: rollup({ entity: 'shop.order', via: 'firm', function: 'count' }),
    orderTotal: rollup({ entity: 'shop.order', via: 'firm', function: 'sum', field: 'amount' }),
  },
});
const Person = defineEntity('shop.person', {
  label: { en: 'Person' },
  plural: { en: 'People' },
  path: 'people',
  title: 'name',
  subtitle: ['firm'],
  shareVia: 'firm',
  fields: {
    name: text().required().searchable(),
    email: email().searchable().personal(),
    phone: phone().searchable(),
    firm: ref('shop.firm', { inverse: { name: 'people', label: { en: 'People' } } }),
  },
});
const Stage = defineEntity('shop.stage', {
  label: { en: 'Stage' },
  plural: { en: 'Stages' },
  path: 'stages',
  owned: false,
  states: true,
  auxiliary: true,
  title: 'name',
  fields: {
    key: text().required(),
    name: text().required(),
    kind: choice(['open', 'won', 'lost']).required(),
    order: integer().required(),
  },
});
const Order = defineEntity('shop.order', {
  label: { en: 'Order' },
  plural: { en: 'Orders' },
  path: 'orders',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    firm: ref('shop.firm', { inverse: { name: 'orders', label: { en: 'Orders' } } }),
    stage: state('shop.stage'),
    amount: money(),
    closeDate: date(),
  },
});
const Line = defineEntity('shop.line', {
  label: { en: 'Line' },
  plural: { en: 'Lines' },
  path: 'lines',
  owned: false,
  auxiliary: true,
  title: 'name',
  shareVia: 'order',
  fields: {
    name: text().required(),
    order: ref('shop.order', { inverse: { name: 'lines', label: { en: 'Lines' } } }),
  },
});
const Note = defineEntity('shop.note', {
  label: { en: 'Note' },
  plural: { en: 'Notes' },
  path: 'notes',
  title: 'subject',
  fields: { subject: text().required().searchable(), about: anyRef() },
});

const plugins = [
  { manifest: { id: 'tessera' }, plugin: { entities: [User, Team, Role] } },
  { manifest: { id: 'shop' }, plugin: { entities: [Firm, Person, Stage, Order, Line, Note] } },
];

/** Rows that are there without the write pipeline, and executions that read them. */
export interface ReadWorld {
  readonly database: Database;
  readonly assembly: Assembly;
  readonly clock: { now: Date };
  readonly system: Execution;
  model(id: string): EntityModel;
  /** Inserts a row by its columns, with its search rows, and answers its id. */
  insert(entity: string, columns: Record<string, unknown>): Promise<string>;
  team(name: string, columns?: Record<string, unknown>): Promise<string>;
  user(
    name: string,
    grants?: readonly Grant[],
    columns?: Record<string, unknown>,
  ): Promise<Execution>;
  /** The same user after something about it has changed. */
  again(execution: Execution): Promise<Execution>;
  close(): Promise<void>;
}

export async function openReadWorld(): Promise<ReadWorld> {
  const pool = new pg.Pool({ ...(await makeEmptyDatabase()), max: 4 });
  const database = createDatabase(pool);
  await applySystemTables(database, [recordTables, policyTables]);
  const models = await installEntities(database, plugins, []);
  for (const trigger of policyTriggers) await database.query(trigger);
  const clock = { now: new Date('2026-03-18T12:00:00Z') };
  const exponents: Readonly<Record<string, number>> = { USD: 2, CNY: 2, JPY: 0 };
  const assembly = {
    models,
    database,
    secret: 'a secret of this test',
    permissions: [{ name: 'shop.order.approve', label: { en: 'Approve' }, roles: ['chief'] }],
    grants: new Map(),
    settings: { name: 'Test', currency: 'USD', timeZone: 'Asia/Shanghai', locale: 'en' },
    clock: {
      now: () => clock.now,
      today: () => clock.now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }),
    },
    rates: { exponent: (code: string) => exponents[code], find: async () => undefined },
  } as unknown as Assembly;
  const executionOf = (principal: Principal): Execution => ({
    assembly,
    principal,
    requestId: 'test',
    source: 'api',
    signal: new AbortController().signal,
  });
  const model = (id: string): EntityModel => {
    const found = models.get(id as EntityModel['id']);
    if (!found) throw new Error(`no model ${id}`);
    return found;
  };
  const insert = async (entity: string, columns: Record<string, unknown>): Promise<string> => {
    const { schema, table, fields } = model(entity);
    const row: Record<string, unknown> = { id: uuid(), ...columns };
    const names = Object.keys(row);
    const values = Object.values(row).map((value) =>
      isPlain(value) ? JSON.stringify(value) : value,
    );
    await pool.query(
      `insert into "${schema}"."${table}" (${names.map((name) => `"${name}"`).join(', ')})
       values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      values,
    );
    const record = Object.fromEntries(
      [...fields.values()].map((field) => [field.name, row[field.columns.value]]),
    );
    const found = searchRow(model(entity), record);
    if (found)
      await pool.query('insert into tessera.search values ($1, $2, $3, $4)', [
        entity,
        row['id'],
        found.content,
        found.grams,
      ]);
    return String(row['id']);
  };
  return {
    database,
    assembly,
    clock,
    system: executionOf({ ...anonymousPrincipal(), kind: 'system', unlimited: true }),
    model,
    insert,
    team: (name, columns = {}) => insert('tessera.team', { name, ...columns }),
    async user(name, grants = [], columns = {}) {
      const role = await insert('tessera.role', {
        key: `role-of-${name}`,
        name,
        grants: JSON.stringify(grants),
        permissions: '[]',
      });
      const id = await insert('tessera.user', {
        name,
        status: 'active',
        roles_ids: [role],
        ...columns,
      });
      return executionOf((await loadPrincipal(database, id))!);
    },
    async again(execution) {
      return executionOf((await loadPrincipal(database, execution.principal.userId!))!);
    },
    close: () => pool.end(),
  };
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}
