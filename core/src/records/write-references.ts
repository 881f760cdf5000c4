import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { isUuid } from './query-value.ts';
import { createParameters, quoteName, tableOf, type Parameters } from './sql-parameters.ts';
import { fieldsOf, lowerFirst, type Draft, type Write } from './write-draft.ts';

/** References that the statement that writes a record asks for. */
const MAXIMUM_WITHIN = 8;

/** A value of a draft that points to a record. */
export interface Mention {
  readonly draft: Draft;
  readonly pointer: string;
  readonly target: EntityId;
  readonly id: string;
  /** A `user` is somebody who works here; who comes from outside is pointed to by a `ref`. */
  readonly isStaff: boolean;
}

/** Every reference must lead to a live record that the principal may read; one query for each entity that is pointed to. */
export async function checkReferences(write: Write, mentions: readonly Mention[]): Promise<void> {
  if (mentions.length === 0) return;
  for (const list of Map.groupBy(mentions, kindOf).values()) {
    const { target, isStaff } = list[0] as Mention;
    const model = write.execution.assembly.models.get(target);
    const found = model
      ? await findReadable(write.execution, model, [...new Set(list.map(({ id }) => id))], isStaff)
      : new Set<string>();
    for (const { draft, pointer, id } of list) {
      if (found.has(id.toLowerCase())) continue;
      draft.problems.push({ pointer, detail: missing(model, target) });
    }
  }
}

/** Whether the references are few and have their form, so that the statement that writes their draft can ask for them. */
export function canAskWithin({ execution }: Write, mentions: readonly Mention[]): boolean {
  return (
    mentions.length <= MAXIMUM_WITHIN &&
    mentions.every(
      ({ draft, id, target }) =>
        draft.problems.length === 0 && isUuid(id) && execution.assembly.models.has(target),
    )
  );
}

/** The conditions under which each of the references of one record leads to a live record that the principal may read. */
export function referencesHold(
  { execution }: Write,
  mentions: readonly Mention[],
  parameters: Parameters,
): string[] {
  return mentions.flatMap(({ target, id, isStaff }, index) => {
    const model = execution.assembly.models.get(target);
    if (!model) return ['false'];
    const alias = `m${index}`;
    const found = `${alias}.id = ${parameters.bind(id, 'uuid')}`;
    const readable = isReadableRow(execution, model, isStaff, alias, parameters);
    return `exists (select from ${tableOf(model)} ${alias} where ${found} and ${readable})`;
  });
}

/** The same of several records: the conditions under which the references of a row `r` hold. */
export function referencesHoldOfRow(
  { execution }: Write,
  mentions: readonly Mention[],
  parameters: Parameters,
): string[] {
  return [...Map.groupBy(mentions, kindOf).values()].map((list, index) => {
    const { target, isStaff } = list[0] as Mention;
    const records = parameters.bind(
      list.map(({ draft }) => draft.id),
      'uuid[]',
    );
    const ids = parameters.bind(
      list.map(({ id }) => id),
      'uuid[]',
    );
    const alias = `m${index}`;
    const model = execution.assembly.models.get(target);
    const found = model
      ? `not exists (select from ${tableOf(model)} ${alias} where ${alias}.id = n.id` +
        ` and ${isReadableRow(execution, model, isStaff, alias, parameters)} offset 0)`
      : 'true';
    return `not exists (select from unnest(${records}, ${ids}) as n(record_id, id) where n.record_id = r.id and ${found} offset 0)`;
  });
}

/** The references of drafts; that somebody may point to himself needs no look. */
export function mentionsIn({ model, execution }: Write, drafts: readonly Draft[]): Mention[] {
  const { principal } = execution;
  const fields = [
    ...fieldsOf(model, 'ref', 'refs', 'user', 'team', 'anyRef'),
    ...['owner', 'team'].flatMap((name) => ownership(model, name)),
  ];
  return drafts
    .flatMap((draft) => fields.flatMap((field) => mentionsOf(draft, field)))
    .filter(
      ({ target, id }) =>
        target !== 'tessera.user' || id !== principal.userId || principal.kind === 'portal',
    );
}

function ownership(model: EntityModel, name: string): FieldModel[] {
  const field = model.fields.get(name);
  return field?.system ? [field] : [];
}

function mentionsOf(draft: Draft, field: FieldModel): Mention[] {
  const value = draft.values[field.name];
  if (value === null || value === undefined) return [];
  const pointer = `/${field.name}`;
  const isWrong = draft.problems.some(
    (problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`),
  );
  // What has not even the form of a reference is told once.
  if (isWrong) return [];
  if (field.type === 'anyRef') {
    const { entity, id } = value as { entity: EntityId; id: string };
    return [{ draft, pointer, target: entity, id, isStaff: false }];
  }
  const target = field.target ?? (field.type === 'team' ? 'tessera.team' : 'tessera.user');
  if (field.type === 'refs') {
    return (value as string[]).map((id, index) => ({
      draft,
      pointer: `${pointer}/${index}`,
      target,
      id,
      isStaff: false,
    }));
  }
  return [{ draft, pointer, target, id: value as string, isStaff: field.type === 'user' }];
}

function kindOf({ target, isStaff }: Mention): string {
  return isStaff ? `${target} of the staff` : target;
}

async function findReadable(
  execution: Execution,
  model: EntityModel,
  ids: readonly string[],
  isStaff: boolean,
): Promise<Set<string>> {
  const parameters = createParameters();
  const list = parameters.bind(ids.filter(isUuid), 'uuid[]');
  const readable = isReadableRow(execution, model, isStaff, 'r', parameters);
  const rows = await currentSql(execution).query<{ id: string }>(
    `select r.id from ${tableOf(model)} r where r.id = any(${list}) and ${readable}`,
    parameters.values,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The condition under which a row can be pointed to. */
function isReadableRow(
  execution: Execution,
  model: EntityModel,
  isStaff: boolean,
  alias: string,
  parameters: Parameters,
): string {
  const readable = compilePredicate(execution, model, 'read', alias, parameters);
  const audience = isStaff ? model.fields.get('audience')?.columns.value : undefined;
  const works = audience ? ` and ${alias}.${quoteName(audience)} is distinct from 'portal'` : '';
  return `${alias}.deleted_at is null${works} and ${readable}`;
}

function missing(model: EntityModel | undefined, target: EntityId): string {
  return model
    ? `There is no ${lowerFirst(model.options.label.en)} with this id.`
    : `${target} is not available now.`;
}
