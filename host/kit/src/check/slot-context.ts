import type { Contribution, EntityId } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import { believableValues } from './believable-values.ts';
import { pathOf, type Filling } from './fill-host.ts';

type SlotContext = Readonly<Record<string, unknown>>;

/** What the shell gives to the elements of a slot, with a record that is there. */
export async function contextOf(
  host: TestHost,
  one: Contribution,
  filling: Filling,
): Promise<SlotContext> {
  const [, entity, area] = /^(.+?\..+?)\.(list|page|form)\./.exec(one.slot) ?? [];
  if (entity && area) return entityContext(host, entity, area, filling);
  switch (one.slot) {
    case 'timeline.item': {
      const record = await recordOf(host, one.entity ?? '', filling);
      const id = record?.['id'];
      const item = { kind: 'record', at: record?.['createdAt'], entity: one.entity, id, record };
      return { item, entity: one.entity, id, record: record ?? {} };
    }
    case 'field.editor':
    case 'field.display':
      return fieldContext(host, one, filling);
    default:
      return {};
  }
}

async function entityContext(
  host: TestHost,
  entity: string,
  area: string,
  filling: Filling,
): Promise<SlotContext> {
  const record = await recordOf(host, entity, filling);
  const id = record?.['id'] ?? null;
  if (area === 'list') return { ids: id === null ? [] : [id] };
  if (area === 'page') return { entity, id, record };
  return { entity, id, draft: record, record };
}

async function recordOf(
  host: TestHost,
  entity: string,
  filling: Filling,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const model = host.kernel.assembly.models.get(entity as EntityId);
  const id = filling.records.get(entity)?.[0];
  if (!model || !id) return undefined;
  const { body } = await host.as('administrator').get(`${pathOf(model)}/${id}`);
  return body as Readonly<Record<string, unknown>>;
}

/** A field of that name, or the first one of that type, as the metadata of the UI describes it. */
async function fieldContext(
  host: TestHost,
  { field: wanted = '' }: Contribution,
  filling: Filling,
): Promise<SlotContext> {
  const { body } = await host.as('administrator').get('/api/meta');
  const { entities } = body as {
    readonly entities: readonly {
      readonly id: string;
      readonly fields: readonly { readonly name: string; readonly type: string }[];
    }[];
  };
  const all = entities.flatMap((entity) => entity.fields.map((field) => ({ entity, field })));
  const found =
    all.find(({ entity, field }) => `${entity.id}.${field.name}` === wanted) ??
    all.find(({ field }) => field.type === wanted);
  const model = host.kernel.assembly.models.get((found?.entity.id ?? '') as EntityId);
  const values = model ? believableValues(model, 1, filling.records, true) : {};
  const value = values[found?.field.name ?? ''] ?? null;
  return {
    field: found?.field,
    value,
    draft: values,
    label: 'Value',
    required: false,
    accessibleName: 'Value',
  };
}
