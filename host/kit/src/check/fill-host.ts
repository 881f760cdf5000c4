import type { EntityModel } from '@tessera/core';
import type { TestClient, TestHost } from '@tessera/host/testing';
import { believableValues } from './believable-values.ts';

/** Records of each entity that a filled host has at least, where they can be made. */
const ROWS = 3;

/** What a host was filled with. */
export interface Filling {
  /** Ids of records by entity; those that seeds brought too. */
  readonly records: ReadonlyMap<string, readonly string[]>;
  /** Why an entity has no records, by entity: what was said against the last try. */
  readonly empty: ReadonlyMap<string, string>;
}

/** Makes some records of every entity, in an order in which those that are referred to come first. */
export async function fillHost(host: TestHost): Promise<Filling> {
  const client = host.as('administrator');
  const records = new Map<string, readonly string[]>();
  const empty = new Map<string, string>();
  const models = [...host.kernel.assembly.models.values()];
  await client.get('/api/meta');
  for (const model of models.filter(({ plugin }) => plugin === 'tessera'))
    records.set(model.id, await idsOf(client, model));
  const open = models.filter(({ plugin }) => plugin !== 'tessera');
  // Whatever refers to what is not there yet is refused, and tried again in the next round.
  for (let round = 0; round < 3; round++) {
    for (const model of byReferences(open)) {
      const reason = await fillEntity(client, model, records);
      if (reason === undefined) empty.delete(model.id);
      else empty.set(model.id, reason);
    }
    if (empty.size === 0) break;
  }
  if (empty.size > 0) await makeSamples(host, client, open, records, empty);
  await host.settle();
  return { records, empty };
}

/** Undefined when there are records now. */
async function fillEntity(
  client: TestClient,
  model: EntityModel,
  records: Map<string, readonly string[]>,
): Promise<string | undefined> {
  const known = await idsOf(client, model);
  records.set(model.id, known);
  let reason = '';
  for (let number = known.length + 1; number <= ROWS; number++) {
    for (const isWhole of [true, false]) {
      const values = believableValues(model, number, records, isWhole);
      const made = await client.post(pathOf(model), values);
      reason = made.status === 201 ? '' : JSON.stringify(made.body);
      if (made.status !== 201) continue;
      records.set(model.id, [...(records.get(model.id) ?? []), String(made.body.id)]);
      break;
    }
  }
  return (records.get(model.id) ?? []).length > 0 ? undefined : reason;
}

/** The plugins' own examples know what their rules ask for. */
async function makeSamples(
  host: TestHost,
  client: TestClient,
  models: readonly EntityModel[],
  records: Map<string, readonly string[]>,
  empty: Map<string, string>,
): Promise<void> {
  const made = await client.post('/api/sample-data');
  if (made.status >= 300) return;
  await host.settle();
  for (const model of models) {
    const ids = await idsOf(client, model);
    records.set(model.id, ids);
    if (ids.length > 0) empty.delete(model.id);
  }
}

async function idsOf(client: TestClient, model: EntityModel): Promise<readonly string[]> {
  const { status, body } = await client.get(`${pathOf(model)}?_end=${ROWS * 2}`);
  return status === 200 ? (body as readonly { id: string }[]).map(({ id }) => id) : [];
}

/** Below which path the records of an entity are served. */
export function pathOf(model: EntityModel): string {
  return `/api/${model.plugin}/${model.options.path}`;
}

function byReferences(models: readonly EntityModel[]): readonly EntityModel[] {
  const ordered: EntityModel[] = [];
  const seen = new Set<EntityModel>();
  const visit = (model: EntityModel): void => {
    if (seen.has(model)) return;
    seen.add(model);
    for (const { target } of model.fields.values()) {
      const other = models.find(({ id }) => id === target);
      if (other) visit(other);
    }
    ordered.push(model);
  };
  for (const model of models) visit(model);
  return ordered;
}
