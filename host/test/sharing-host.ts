import { choice, datetime, defineEntity, definePlugin, ref, text } from '@tessera/core';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';

const Kind = defineEntity('harbour.kind', {
  label: { en: 'Kind' },
  plural: { en: 'Kinds' },
  path: 'kinds',
  owned: false,
  title: 'name',
  fields: { name: text().required() },
});
const Boat = defineEntity('harbour.boat', {
  label: { en: 'Boat' },
  plural: { en: 'Boats' },
  path: 'boats',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    colour: choice(['red', 'blue']),
    flag: text(),
  },
});
const Log = defineEntity('harbour.log', {
  label: { en: 'Log' },
  plural: { en: 'Logs' },
  path: 'logs',
  title: 'text',
  shareVia: 'boat',
  timeline: { via: ['boat'], at: 'happened' },
  fields: {
    text: text().required().searchable(),
    happened: datetime(),
    boat: ref('harbour.boat', { inverse: { name: 'logs', label: { en: 'Logs' } } }),
  },
});

const own = { create: 'own', read: 'own', update: 'own', delete: 'own', export: 'own' } as const;
export const harbour = installed(
  definePlugin({
    entities: [Kind, Boat, Log],
    grants: {
      'sales-rep': [
        { entity: 'harbour.*', actions: own },
        { entity: 'harbour.boat', actions: own, fields: { flag: 'none' } },
      ],
      'service-agent': [{ entity: 'harbour.*', actions: { read: 'own' } }],
      'sales-manager': [{ entity: 'harbour.*', actions: { ...own, read: 'all' } }],
    },
  }),
  { id: 'harbour' },
);

/** Adds a field to boats, which goes when it is switched off. */
export const painter = installed(
  definePlugin({ extends: { 'harbour.boat': { paint: choice(['oil', 'tar']) } } }),
  { id: 'painter', requires: { harbour: '^1' } },
);

export interface SharingHost {
  readonly host: TestHost;
  readonly admin: TestClient;
  /** Owns boats. */
  readonly owner: TestClient;
  readonly ownerId: string;
  /** Has the same role as the owner. */
  readonly mate: TestClient;
  readonly mateId: string;
  /** May only read. */
  readonly reader: TestClient;
  readonly readerId: string;
  boat(name: string, values?: object): Promise<string>;
}

export async function makeSharingHost(): Promise<SharingHost> {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: [harbour, painter],
  });
  const [ownerId, mateId, readerId] = await Promise.all([
    host.user({ name: 'Owner', roles: ['sales-rep'] }),
    host.user({ name: 'Mate', roles: ['sales-rep'] }),
    host.user({ name: 'Reader', roles: ['service-agent'] }),
  ]);
  const owner = host.as(ownerId);
  return {
    host,
    admin: host.as('administrator'),
    owner,
    ownerId,
    mate: host.as(mateId),
    mateId,
    reader: host.as(readerId),
    readerId,
    async boat(name, values = {}) {
      const made = await owner.post('/api/harbour/boats', { name, ...values });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return made.body.id;
    },
  };
}
