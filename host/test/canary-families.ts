import type { FieldModel } from '@tessera/core';
import { expect } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import type { Owner, Reader } from './canary-readers.ts';
import type { Canaries, Canary } from './canary-words.ts';

/** A record with a canary in each field. */
export interface CanaryRecord {
  readonly entity: string;
  /** Below `/api`. */
  readonly path: string;
  readonly id: string;
  readonly owner: Owner | 'common';
  readonly values: Readonly<Record<string, unknown>>;
}

interface Maker {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly canaries: Canaries;
  /** By name, once they are made. */
  readonly readers: () => ReadonlyMap<string, Reader>;
  readonly owners: Readonly<Record<Owner, string>>;
  readonly teams: Readonly<Record<Owner, string>>;
}

/** Values given by hand, since what fits follows from other records. */
type Given = Readonly<Record<string, unknown>>;

/** Makes records with a canary in each field that takes one. */
export function createFamilies(maker: Maker) {
  const { host, admin, canaries, owners, teams } = maker;

  function mayRead(entity: string, owner: CanaryRecord['owner'], field?: string) {
    return (name: string): boolean => {
      const reader = maker.readers().get(name);
      if (!reader) return false;
      const reads = owner === 'common' ? reader.readsCommon(entity) : reader.reads(entity, owner);
      return reads && (field === undefined || reader.readsField(entity, field));
    };
  }

  async function make(
    entity: string,
    owner: CanaryRecord['owner'],
    given: Given = {},
  ): Promise<CanaryRecord> {
    const model = host.kernel.assembly.models.get(entity as never);
    if (!model) throw new Error(`There is no ${entity}.`);
    const path = `/api/${model.plugin}/${model.options.path}`;
    const values: Record<string, unknown> = {};
    for (const field of model.fields.values()) {
      if (field.system || field.readOnly || field.name in given) continue;
      const what = `${entity}.${field.name} of ${owner}`;
      const value = canaryValue(field, canaries, {
        what,
        mayRead: mayRead(entity, owner, field.name),
      });
      if (value !== undefined) values[field.name] = value;
    }
    const whose =
      owner === 'common' || !model.owned ? {} : { owner: owners[owner], team: teams[owner] };
    const made = await admin.post(path, { ...values, ...given, ...whose });
    expect(made.status, `${entity}: ${JSON.stringify(made.body)}`).toBe(201);
    return { entity, path, id: made.body.id, owner, values };
  }

  /** A file whose name and bytes are canaries; read by whoever reads the record. */
  async function attach(record: CanaryRecord): Promise<string> {
    const rule = mayRead(record.entity, record.owner);
    const word = (what: string) =>
      canaries.word({ what: `${what} on ${record.entity} of ${record.owner}`, mayRead: rule });
    const made = await admin.post(
      `${record.path}/${record.id}/attachments?name=${word('file name')}.txt`,
      `inside: ${word('file bytes')}`,
      { headers: { 'content-type': 'text/plain' } },
    );
    expect(made.status).toBe(201);
    return made.body.file;
  }

  /** A reason that stands in the history of the record. */
  async function explainChange(record: CanaryRecord, changes: object): Promise<void> {
    const what = `reason on ${record.entity} of ${record.owner}`;
    const reason = canaries.word({ what, mayRead: mayRead(record.entity, record.owner) });
    const changed = await admin.patch(`${record.path}/${record.id}`, changes, {
      headers: { 'X-Change-Reason': reason },
    });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  }

  /** Everything that belongs to one owner. */
  async function family(owner: Owner, shared: Given): Promise<readonly CanaryRecord[]> {
    const account = await make('customer.account', owner);
    const contact = await make('customer.contact', owner, { account: account.id });
    const below = { account: account.id, contact: contact.id };
    const point = await make('customer.contactPoint', owner, { ...below, kind: 'other' });
    const place = await make('customer.address', owner, below);
    const activity = await make('customer.activity', owner, {
      contact: contact.id,
      regarding: { entity: 'customer.account', id: account.id },
    });
    const opportunity = await make('sales.opportunity', owner, {
      ...shared,
      account: account.id,
      primaryContact: contact.id,
    });
    const item = await make('vault.item', owner, { keeper: owners[owner] });
    const binned = await make('vault.item', owner, { beside: item.id });
    const entry = await ledgerEntry(account);
    expect((await admin.delete(`${binned.path}/${binned.id}`)).status).toBe(200);
    await explainChange(account, { lifecycleStage: 'loyal' });
    await explainChange(item, { size: 'large', others: [item.id] });
    return [account, contact, point, place, activity, opportunity, item, entry];
  }

  async function ledgerEntry(account: CanaryRecord): Promise<CanaryRecord> {
    const { owner } = account;
    const what = `loyalty.entry.reason of ${owner}`;
    const reason = canaries.word({ what, mayRead: mayRead('loyalty.entry', owner, 'reason') });
    const made = await admin.post(`/api/loyalty/accounts/${account.id}/adjust`, {
      points: 7,
      reason,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = made.body.entry.id ?? made.body.entry;
    return { entity: 'loyalty.entry', path: '/api/loyalty/entries', id, owner, values: { reason } };
  }

  return { make, family, attach, explainChange, mayRead };
}

/** A value that stands nowhere else; none of fields that hold too little for one. */
function canaryValue(field: FieldModel, canaries: Canaries, canary: Canary): unknown {
  const word = (): string => canaries.word(canary);
  switch (field.type) {
    case 'text':
    case 'richText':
      return word();
    case 'email':
      return `${word()}@example.com`;
    case 'url':
      return `https://${word()}.example.com/`;
    case 'phone':
      return `+49${canaries.digits(canary)}`;
    case 'address':
      return { lines: [word()], city: word(), district: word(), region: word() };
    case 'json':
      return { inside: [{ deep: word() }] };
    case 'money':
      return { amount: `${canaries.digits(canary)}.00`, currency: 'USD' };
    case 'integer':
    case 'decimal':
    case 'duration':
      return (field.maximum ?? Infinity) < 1e10
        ? undefined
        : numberOf(field, canaries.digits(canary));
    case 'date':
      return canaries.day(canary);
    case 'datetime':
      return `${canaries.day(canary)}T12:00:00.000Z`;
    default:
      return undefined;
  }
}

function numberOf({ type }: FieldModel, digits: string): unknown {
  return type === 'decimal' ? digits : Number(digits);
}
