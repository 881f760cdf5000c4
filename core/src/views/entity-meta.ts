import type { FieldType } from '../entities/field.ts';
import type { EntityModel } from '../entities/model.ts';
import { reach, reachesNothing } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import type { BoardMeta, EntityMeta, FieldMeta } from './app-meta.ts';
import { fieldMetas } from './field-meta.ts';

/** Columns of a list, without owner and time of change, when the entity names none. */
const DEFAULT_COLUMNS = 6;
const WIDE: ReadonlySet<FieldType> = new Set(['richText', 'json', 'address', 'file', 'refs']);
const ACTIONS = ['create', 'read', 'update', 'delete', 'export'] as const;

/** Whether the principal may read at least some records of the entity. */
export function isVisible(execution: Execution, model: EntityModel): boolean {
  return !reachesNothing(reach(execution, model, 'read'));
}

/** An entity as the UI is made from it, cut to what the principal may see. */
export function entityMeta(execution: Execution, model: EntityModel): EntityMeta {
  const { options } = model;
  const fields = fieldMetas(execution, model);
  const known = new Map(fields.map((field) => [field.name, field]));
  return {
    id: model.id,
    plugin: model.plugin,
    path: `${model.plugin}/${options.path}`,
    label: options.label,
    plural: options.plural,
    ...(options.description ? { description: options.description } : {}),
    icon: options.icon ?? 'box',
    hue: options.hue ?? null,
    title: options.title,
    subtitle: (options.subtitle ?? []).filter((name) => known.has(name)),
    owned: model.owned,
    auxiliary: options.auxiliary ?? false,
    states: options.states ?? false,
    timeline: options.timeline !== undefined,
    actions: Object.fromEntries(
      ACTIONS.map((action) => [action, !reachesNothing(reach(execution, model, action))]),
    ) as EntityMeta['actions'],
    fields,
    relations: relationsOf(execution, model),
    list: listOf(model, fields, known),
    ...(options.board ? { board: boardOf(options.board, known) } : {}),
    form: formOf(execution, model, fields, known),
  };
}

function relationsOf(execution: Execution, model: EntityModel): EntityMeta['relations'] {
  return [...model.relations.values()].flatMap(({ name, label, entity, via }) => {
    const other = execution.assembly.models.get(entity);
    const seen =
      other !== undefined &&
      isVisible(execution, other) &&
      fieldMetas(execution, other).some((field) => field.name === via && field.access !== 'mask');
    return seen ? [{ name, label, entity, via }] : [];
  });
}

function listOf(
  model: EntityModel,
  fields: readonly FieldMeta[],
  known: ReadonlyMap<string, FieldMeta>,
): EntityMeta['list'] {
  const { list, title } = model.options;
  const sort = list?.sort;
  const suitable = fields.filter(
    (field) => !field.system && !field.multiline && !WIDE.has(field.type),
  );
  const first = [title, ...suitable.map((field) => field.name).filter((name) => name !== title)];
  const columns = list?.columns ?? [...first.slice(0, DEFAULT_COLUMNS), 'owner', 'updatedAt'];
  return {
    columns: columns.filter((name) => known.has(name)),
    sort:
      sort && known.get(sort.field)?.sortable ? sort : { field: 'updatedAt', direction: 'desc' },
  };
}

/** Names of fields that this principal may not see are as if the entity had not said them. */
function boardOf(
  { by, card, sums, weight, due, enteredAt, ...rest }: BoardMeta,
  known: ReadonlyMap<string, FieldMeta>,
): BoardMeta {
  const single = Object.entries({ by, weight, due, enteredAt }).filter(
    ([, name]) => name !== undefined && known.has(name),
  );
  const several = Object.entries({ card, sums }).flatMap(([name, names]) =>
    names ? [[name, names.filter((each) => known.has(each))]] : [],
  );
  return { ...rest, ...Object.fromEntries([...single, ...several]) };
}

/** Every field has a place: those that no group names follow, then what other plugins add, each under its plugin's name. */
function formOf(
  execution: Execution,
  model: EntityModel,
  fields: readonly FieldMeta[],
  known: ReadonlyMap<string, FieldMeta>,
): EntityMeta['form'] {
  const groups = (model.options.form ?? []).map((group) => ({
    label: group.label,
    fields: group.fields.filter((name) => known.has(name)),
  }));
  const placed = new Set(groups.flatMap((group) => group.fields));
  const { instances } = execution.assembly;
  const others = fields.filter((field) => !field.system && !placed.has(field.name));
  const isExtension = ({ plugin }: FieldMeta): boolean =>
    plugin !== model.plugin && instances.has(plugin);
  const rest = [
    ...others.filter((field) => !isExtension(field)).map((field) => field.name),
    ...['owner', 'team'].filter((name) => known.get(name)?.system && !placed.has(name)),
  ];
  const extensions = Map.groupBy(others.filter(isExtension), (field) => field.plugin);
  return [
    ...groups,
    { label: null, fields: rest },
    ...[...extensions].map(([plugin, added]) => ({
      label: instances.get(plugin)?.manifest.label ?? null,
      fields: added.map((field) => field.name),
    })),
  ].filter((group) => group.fields.length > 0);
}
