import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  defineEntity,
  definePlugin,
  email,
  on,
  ref,
  text,
  type InstalledPlugin,
  type PersonErasing,
} from '@tessera/core';
import { expect } from 'vitest';
import { installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';

export const CONTACTS = '/api/customer/contacts';
export const REQUESTS = '/api/privacy/requests';

/** Every value of the person that must be found nowhere afterwards has this in it, whatever its case. */
export const CANARY = 'zyxcanary';

const Badge = defineEntity('guest.badge', {
  label: { en: 'Badge' },
  plural: { en: 'Badges' },
  path: 'badges',
  title: 'colour',
  fields: {
    colour: text().required(),
    contact: ref('customer.contact', { soft: true }),
    wornAs: text().required().personal().unique(),
    mail: email().personal(),
  },
});

const Invoice = defineEntity('guest.invoice', {
  label: { en: 'Invoice' },
  plural: { en: 'Invoices' },
  path: 'invoices',
  title: 'number',
  fields: {
    number: text().required(),
    contact: ref('customer.contact'),
    sentTo: text().personal(),
  },
});

/** A plugin that knows guests: badges lose what they tell of a person, invoices are kept. */
const guest: InstalledPlugin = installed(
  definePlugin({
    entities: [Badge, Invoice],
    extends: { 'customer.contact': { nickname: text() } },
    hooks: [
      on('tessera.person.erasing', (_ctx, { entity }: PersonErasing) =>
        entity === 'guest.invoice' ? { reason: 'Invoices are kept for ten years.' } : undefined,
      ),
    ],
  }),
  { id: 'guest', requires: { customer: '*' } },
);

export async function createPrivacyHost(more: readonly InstalledPlugin[] = []): Promise<TestHost> {
  return createCrmHost([guest, ...more]);
}

/** A request that has to succeed. */
export async function done(
  answer: Promise<{ readonly status: number; readonly body: unknown }>,
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
): Promise<any> {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

/** A person with a value in every field and a trace in every place that keeps something. */
export interface Traced {
  readonly contact: string;
  readonly badge: string;
  readonly invoice: string;
  readonly activity: string;
  readonly opportunity: string;
  readonly title: string;
}

export async function leaveTraces(host: TestHost, admin: TestClient): Promise<Traced> {
  const account = await done(admin.post('/api/customer/accounts', { name: 'Harbour Works' }));
  await done(
    admin.post('/api/fields', {
      entity: 'customer.contact',
      name: 'hobby',
      definition: { type: 'text', label: { en: 'Hobby' } },
    }),
  );
  const contact = await done(
    admin.post(
      CONTACTS,
      {
        familyName: `Family${CANARY}`,
        givenName: `Given${CANARY}`,
        salutation: `Dr ${CANARY}`,
        jobTitle: `Keeper ${CANARY}`,
        department: `Quay ${CANARY}`,
        email: `Mail.${CANARY}@example.com`,
        phone: '+44 7700 900 123',
        birthday: '1987-03-09',
        description: `Met ${CANARY} at the pier.`,
        guest_nickname: `Nick${CANARY}`,
        x_hobby: `Sailing ${CANARY}`,
        account: account.id,
      },
      { headers: { 'Idempotency-Key': 'made-once' } },
    ),
  );
  const { id } = contact;
  await done(
    admin.post('/api/customer/contact-points', {
      contact: id,
      kind: 'wechat',
      value: `wx-${CANARY}`,
    }),
  );
  await done(
    admin.post('/api/customer/addresses', {
      name: `Home of ${CANARY}`,
      contact: id,
      address: { lines: [`1 ${CANARY} Street`], city: 'Hull', countryCode: 'GB' },
    }),
  );
  await done(admin.patch(`${CONTACTS}/${id}`, { description: `Moved, says ${CANARY}.` }));
  const activity = await done(
    admin.post('/api/customer/activities', {
      subject: 'A call',
      body: `She said ${CANARY}`,
      contact: id,
    }),
  );
  const opportunity = await done(
    admin.post('/api/sales/opportunities', {
      name: 'New quay',
      account: account.id,
      primaryContact: id,
    }),
  );
  const badge = await done(
    admin.post('/api/guest/badges', {
      colour: 'red',
      contact: id,
      wornAs: `Badge of ${CANARY}`,
      mail: `badge.${CANARY}@example.com`,
    }),
  );
  const invoice = await done(
    admin.post('/api/guest/invoices', { number: 'I-1', contact: id, sentTo: 'The legal name' }),
  );
  await done(
    admin.post(
      `${CONTACTS}/${id}/attachments?name=cv-${CANARY}.txt`,
      Buffer.from(`The life of ${CANARY}`),
      {
        headers: { 'Content-Type': 'application/octet-stream' },
      },
    ),
  );
  await done(
    admin.post('/api/views', {
      entity: 'customer.contact',
      name: `Mail of Mail.${CANARY}@example.com`,
      filter: { email: `mail.${CANARY}@example.com` },
    }),
  );
  await done(admin.get(`${CONTACTS}/export?format=csv&email=mail.${CANARY}@example.com`));
  await importAgain(host, admin);
  await host.settle();
  return {
    contact: id,
    badge: badge.id,
    invoice: invoice.id,
    activity: activity.id,
    opportunity: opportunity.id,
    title: contact.fullName,
  };
}

/** The person once more, by an import of which one row fails. */
async function importAgain(host: TestHost, admin: TestClient): Promise<void> {
  const table = `Family name,Email,Birthday
Family${CANARY},mail.${CANARY}@example.com,not a day ${CANARY}
Bystander,bystander@example.com,
`;
  const file = await done(admin.post('/api/imports/files?name=guests.csv', table));
  await done(
    admin.post('/api/imports', { file: file.id, entity: 'customer.contact', mode: 'create' }),
  );
  await host.jobs.drain();
}

/** Asks for the erasure and waits for it; answers the request as it is then. */
export async function erase(
  host: TestHost,
  admin: TestClient,
  order: { readonly entity: string; readonly id: string; readonly confirm: string },
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
): Promise<any> {
  const asked = await done(admin.post(REQUESTS, { kind: 'erase', reason: 'She asked.', ...order }));
  await host.settle();
  return done(admin.get(`${REQUESTS}/${asked.id}`));
}

/** Where a text still stands: `schema.table.column` for each column of any type, and the paths of files. */
export async function placesOf(host: TestHost, wanted: string): Promise<readonly string[]> {
  return [...(await columnsWith(host, wanted)), ...(await filesWith(host.dataFolder, wanted))];
}

async function columnsWith({ kernel }: TestHost, wanted: string): Promise<readonly string[]> {
  const columns = await kernel.database.query<{ place: string; table: string; column: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as place, format('%I.%I', n.nspname, c.relname) as table,
       format('%I', a.attname) as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
       and a.attnum > 0 and not a.attisdropped order by 1`,
  );
  const places: string[] = [];
  for (const { place, table, column } of columns) {
    const found = await kernel.database.query(
      `select 1 from ${table} where strpos(lower(${column}::text), lower($1)) > 0 limit 1`,
      [wanted],
    );
    if (found.length > 0) places.push(place);
  }
  return places;
}

async function filesWith(folder: string, wanted: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const places: string[] = [];
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const isThere = (await readFile(path, 'latin1')).toLowerCase().includes(wanted.toLowerCase());
    if (isThere || file.name.toLowerCase().includes(wanted)) places.push(path);
  }
  return places;
}
