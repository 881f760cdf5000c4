import { loyalty } from '@tessera/loyalty';
import loyaltyPackage from '@tessera/loyalty/package.json' with { type: 'json' };
import type { EntityModel } from '@tessera/core';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { crmPlugins } from './crm-host.ts';
import { thingPackage } from './host-toys.ts';
import { fitting, type Schema } from './route-guard-body.ts';
import { realThings } from './route-guard-things.ts';
import { watchWrites, type WriteWatch } from './route-guard-watch.ts';

/** What the document says of one operation. */
export interface Operation {
  readonly 'x-permission'?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A workspace in which everything is there once, and belongs to one user. */
export interface GuardWorld {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly watch: WriteWatch;
  readonly document: ApiDocument;
  readonly ownerId: string;
  /** Ids of real records by entity. */
  readonly records: ReadonlyMap<string, string>;
  /** Ids of deleted records by entity; none of entities that nobody deletes from. */
  readonly deleted: ReadonlyMap<string, string>;
  /** Values of parameters of paths that are no records, by path and name. */
  readonly things: ReadonlyMap<string, string>;
  /** A body that fits, of an operation on an entity. */
  body(schema: Schema, entity?: string): unknown;
  close(): Promise<void>;
}

export const GUARD_ENVIRONMENT = {
  TESSERA_PUBLIC_URL: 'https://crm.example.com',
  TESSERA_ADMIN_EMAIL: 'root@example.com',
  TESSERA_ADMIN_PASSWORD: 'correct horse battery',
};

export async function makeGuardWorld(): Promise<GuardWorld> {
  const database = await makeDatabase();
  const host = await createTestHost({
    database,
    environment: GUARD_ENVIRONMENT,
    plugins: [
      ...crmPlugins,
      installed(loyalty, {
        name: loyaltyPackage.name,
        version: loyaltyPackage.version,
        ...loyaltyPackage.tessera,
      }),
    ],
  });
  const admin = host.as('administrator');
  const document = (await admin.get('/api/openapi.json')).body as ApiDocument;
  const ownerId = await host.user({ name: 'Owner', roles: ['sales-manager'] });
  const records = new Map<string, string>([['tessera.user', ownerId]]);
  const deleted = new Map<string, string>();
  const things = new Map<string, string>();

  const body = (schema: Schema, entity?: string): unknown => {
    const model = entity ? host.kernel.assembly.models.get(entity as never) : undefined;
    return fitting(schema, document.components.schemas, (name) =>
      knownValue(model, name, { records, things, ownerId }),
    );
  };
  for (const model of host.kernel.assembly.models.values())
    await makeRecord(model, { admin, document, records, deleted, body });
  await realThings({ host, admin, records, things, ownerId, pack: thingPackage });
  await host.settle();
  const watch = await watchWrites(database);
  return {
    host,
    admin,
    watch,
    document,
    ownerId,
    records,
    deleted,
    things,
    body,
    async close() {
      await watch.close();
      await host.close();
    },
  };
}

interface Made {
  readonly admin: TestClient;
  readonly document: ApiDocument;
  readonly records: Map<string, string>;
  readonly deleted: Map<string, string>;
  readonly body: GuardWorld['body'];
}

/** One record that stays and one in the recycle bin; where none can be made, the first that there is. */
async function makeRecord(model: EntityModel, world: Made): Promise<void> {
  const { admin, document, records, deleted, body } = world;
  const path = `/api/${model.plugin}/${model.options.path}`;
  const schema = document.components.schemas[`${model.id}.create`] ?? {};
  let refusal = '';
  for (const kept of [records, deleted]) {
    if (kept.has(model.id)) continue;
    const made = await admin.post(path, body(schema, model.id));
    if (made.status !== 201) {
      refusal = JSON.stringify(made.body);
      break;
    }
    if (kept === deleted && (await admin.delete(`${path}/${made.body.id}`)).status !== 200) break;
    kept.set(model.id, made.body.id);
  }
  if (records.has(model.id)) return;
  const found = await admin.get(`${path}?_end=1`);
  if (found.body[0]) records.set(model.id, found.body[0].id);
  // Attachments come with their files.
  else if (model.id !== 'tessera.attachment') throw new Error(`${model.id}: ${refusal}`);
}

interface Values {
  readonly records: ReadonlyMap<string, string>;
  readonly things: ReadonlyMap<string, string>;
  readonly ownerId: string;
}

let unique = 0;

/** A value of a body that its schema does not tell: references to what is there, and what has to be other each time. */
function knownValue(model: EntityModel | undefined, name: string, values: Values): unknown {
  const { records, things, ownerId } = values;
  const field = model?.fields.get(name);
  if (!field) return things.get(`body ${name}`);
  if (name === 'owner') return ownerId;
  if (name === 'team') return undefined;
  if (model?.id === 'customer.contactPoint' && name === 'value')
    return `guard${(unique += 1)}@example.com`;
  if (field.type === 'anyRef')
    return { entity: 'customer.account', id: records.get('customer.account') };
  if (field.type === 'ref' && (field.required || name === model?.options.shareVia))
    return records.get(field.target ?? '') ?? ownerId;
  if (field.type === 'address' && field.required) return { city: 'Guard' };
  if (field.type === 'file') return things.get('/api/files/{id} id') ?? undefined;
  if (model?.id === 'tessera.exchangeRate' && name === 'from') return 'EUR';
  if (model?.id === 'tessera.exchangeRate' && name === 'to') return 'USD';
  if (model?.id === 'tessera.currency' && name === 'code')
    return `Q${(unique += 1).toString(36).padStart(2, '0')}`.toUpperCase();
  if (field.type === 'date' && field.required)
    return `2026-${String(1 + (unique % 9)).padStart(2, '0')}-${String(10 + ((unique += 1) % 18))}`;
  if (field.required && field.type === 'text') return `guard${(unique += 1)}`;
  return undefined;
}
