import { withoutCatalog } from '../catalog/catalog-models.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import { currentSql } from './database.ts';
import { targetOf } from './query-value.ts';
import {
  createParameters,
  quoteName,
  quoteText,
  tableOf,
  type Parameters,
} from './sql-parameters.ts';
import { createDraft, entityName, type Draft, type Write } from './write-draft.ts';
import { readStored } from './write-stored.ts';

/** Records that are deleted or restored together: by entity and id, each with the item that it goes with. */
export type Doomed = ReadonlyMap<EntityId, ReadonlyMap<string, Member>>;
export interface Member {
  readonly draft: Draft;
  readonly root: Draft;
}

/** A field of another entity, or of the same, that points to an entity. */
interface Pointer {
  readonly from: EntityModel;
  readonly field: FieldModel;
}

/** The fields that point to an entity and say what becomes of their records when it is deleted. */
export function pointersTo(
  models: EntityModels,
  model: EntityModel,
  onDelete: FieldModel['onDelete'],
): Pointer[] {
  return [...models.values()].flatMap((from) =>
    [...from.fields.values()]
      .filter((field) => !field.system && field.type !== 'refs' && field.onDelete === onDelete)
      .filter((field) => targetOf(field, models)?.id === model.id)
      .map((field) => ({ from, field })),
  );
}

/** The items, and every record that goes with them. */
export async function gatherCascade(write: Write, roots: readonly Draft[]): Promise<Doomed> {
  const { models } = write.execution.assembly;
  const doomed = new Map<EntityId, Map<string, Member>>();
  let front = roots.map((draft) => ({ model: write.model, member: { draft, root: draft } }));
  while (front.length > 0) {
    const added = front.filter(({ model, member }) => add(doomed, model, member));
    front = [];
    for (const [model, members] of byModel(added)) {
      for (const { from, field } of pointersTo(models, model, 'cascade')) {
        const inner = { ...write, model: from };
        const ids = members.map(({ draft }) => draft.id);
        for (const stored of await readStored(
          inner,
          field.columns.value,
          ids,
          'r.deleted_at is null',
        )) {
          const parent = members.find(({ draft }) => draft.id === stored.record[field.name]);
          const draft = createDraft(stored.record.id, stored);
          if (parent) front.push({ model: from, member: { draft, root: parent.root } });
        }
      }
    }
  }
  return doomed;
}

/** The items, and every record that was deleted with them, up and down. */
export async function gatherBatch(write: Write, roots: readonly Draft[]): Promise<Doomed> {
  const { models } = write.execution.assembly;
  const gathered = new Map<EntityId, Map<string, Member>>();
  let front = roots.map((draft) => ({ model: write.model, member: { draft, root: draft } }));
  while (front.length > 0) {
    const added = front.filter(({ model, member }) => add(gathered, model, member));
    front = [];
    for (const { model, member } of added) {
      const batch = member.draft.before?.row['delete_batch'];
      const read = async (from: EntityModel, column: string, id: unknown): Promise<void> => {
        if (typeof id !== 'string' || typeof batch !== 'string') return;
        const found = await readStored(
          { ...write, model: from },
          column,
          [id],
          'r.delete_batch = $2::uuid',
          [batch],
        );
        for (const stored of found) {
          front.push({
            model: from,
            member: { draft: createDraft(stored.record.id, stored), root: member.root },
          });
        }
      };
      for (const { from, field } of pointersTo(models, model, 'cascade'))
        await read(from, field.columns.value, member.draft.id);
      for (const field of model.fields.values()) {
        const target = field.onDelete === 'cascade' ? targetOf(field, models) : undefined;
        if (target) await read(target, 'id', member.draft.before?.record[field.name]);
      }
    }
  }
  return gathered;
}

/** Refuses the items that live records outside of the deletion still need. */
export async function refuseUsed(write: Write, doomed: Doomed): Promise<void> {
  const { models } = write.execution.assembly;
  for (const [entity, members] of doomed) {
    const model = models.get(entity);
    const pointers = model ? pointersTo(models, model, 'restrict') : [];
    if (pointers.length === 0) continue;
    const parameters = createParameters();
    const ids = parameters.bind([...members.keys()], 'uuid[]');
    const parts = pointers.map(({ from, field }) => {
      const column = quoteName(field.columns.value);
      const going = doomed.get(from.id);
      const others = going
        ? ` and not (id = any(${parameters.bind([...going.keys()], 'uuid[]')}))`
        : '';
      return (
        `select ${quoteText(from.id)} as entity, ${column} as target, count(*) filter (where ${seenBy(write, from, parameters)}) as seen` +
        ` from ${tableOf(from)} r where ${column} = any(${ids}) and deleted_at is null${others} group by ${column}`
      );
    });
    const rows = await currentSql(write.execution).query<{
      entity: EntityId;
      target: string;
      seen: number;
    }>(`${parts.join(' union all ')} order by seen desc, entity`, parameters.values);
    for (const row of rows) {
      const root = members.get(row.target)?.root;
      if (!root || !model) continue;
      const about = { entity: entityName(model) };
      const by = usersName(write, row.entity);
      root.error ??=
        row.seen > 0
          ? errors.recordInUse({ ...about, by, count: row.seen })
          : errors.recordInUseUnseen(about);
    }
  }
}

/** Who deletes learns what stands in his way as far as he may read it. Of plugins that are off nobody knows any more who may. */
function seenBy({ execution }: Write, { id }: EntityModel, parameters: Parameters): string {
  const plain = withoutCatalog(execution);
  const model = plain.assembly.models.get(id);
  return model ? compilePredicate(plain, model, 'read', 'r', parameters) : 'true';
}

/** How the records are called that still need one; those of a plugin that is off cannot be found otherwise. */
function usersName({ execution: { assembly, running } }: Write, entity: EntityId): string {
  const model = assembly.models.get(entity);
  const name = model?.options.plural.en.toLowerCase() ?? entity;
  return !running || running.models.has(entity)
    ? name
    : `${name} of the plugin ${model?.plugin}, which is off`;
}

function add(
  doomed: Map<EntityId, Map<string, Member>>,
  model: EntityModel,
  member: Member,
): boolean {
  const members = doomed.get(model.id) ?? new Map<string, Member>();
  doomed.set(model.id, members);
  if (members.has(member.draft.id)) return false;
  members.set(member.draft.id, member);
  return true;
}

function byModel(
  added: readonly { readonly model: EntityModel; readonly member: Member }[],
): [EntityModel, Member[]][] {
  return [...Map.groupBy(added, ({ model }) => model)].map(([model, list]) => [
    model,
    list.map(({ member }) => member),
  ]);
}
