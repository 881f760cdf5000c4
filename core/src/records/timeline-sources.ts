import type { EntityModel, FieldModel } from '../entities/model.ts';
import { isReadable, reach, reachesNothing } from '../permissions/authorize.ts';
import { compilePredicate } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { anyOf, quoteName, quoteText, tableOf, type Parameters } from './sql-parameters.ts';
import { readableStates } from './stages.ts';
import { isWrite } from './audit.ts';

/** Changes by the same actor within this time are one item. */
const GROUP_SECONDS = 600;

/** Where a timeline is read from: the record, and the item after which it goes on. */
export interface TimelineScope {
  readonly execution: Execution;
  readonly model: EntityModel;
  readonly id: string;
  readonly after: { readonly at: string; readonly id: string } | undefined;
  /** Rows that each source gives at most. */
  readonly rows: number;
  readonly parameters: Parameters;
}

/** The sources of a timeline, each a subquery with the columns kind, at, id, entity, payload. */
export function timelineSources(scope: TimelineScope): string[] {
  return [changeSource(scope), ...stageSource(scope), ...recordSources(scope)];
}

function changeSource(scope: TimelineScope): string {
  const { model, parameters } = scope;
  // Grouping by a fixed grid, not by the gap to the row before, keeps a page the same whatever came after it.
  return `(select 'change'::text as kind, g.at, g.id, ${quoteText(model.id)}::text as entity, g.payload
    from (select max(at) as at, (array_agg(id order by id desc))[1] as id,
        jsonb_build_object('action', action, 'kind', actor_kind, 'userId', user_id, 'name', max(actor_name),
          'changes', jsonb_agg(changes order by id)) as payload
      from tessera.audit
      where entity = ${parameters.bind(model.id, 'text')} and record_id = ${parameters.bind(scope.id, 'uuid')}
        and ${isWrite}
      group by floor(extract(epoch from at) / ${GROUP_SECONDS}), action, actor_kind, user_id) g
    where ${beyond(scope, 'g.at', 'g.id')} order by g.at desc, g.id desc limit ${scope.rows})`;
}

function stageSource(scope: TimelineScope): string[] {
  const { model, parameters } = scope;
  const names = readableStates(scope.execution, model).map((field) => field.name);
  if (names.length === 0) return [];
  return [
    `(select 'stage'::text, entered_at, id, ${quoteText(model.id)}::text,
      jsonb_build_object('field', field, 'from', from_id, 'to', to_id, 'userId', user_id)
    from tessera.stage_history
    where entity = ${parameters.bind(model.id, 'text')} and record_id = ${parameters.bind(scope.id, 'uuid')}
      and from_id is not null and field = any(${parameters.bind(names, 'text[]')})
      and ${beyond(scope, 'entered_at', 'id')}
    order by entered_at desc, id desc limit ${scope.rows})`,
  ];
}

/** Records of other entities that declare to appear in the timeline of what they point to. */
function recordSources(scope: TimelineScope): string[] {
  const { execution } = scope;
  return [...execution.assembly.models.values()].flatMap((model, index) => {
    const { timeline } = model.options;
    if (!timeline || reachesNothing(reach(execution, model, 'read'))) return [];
    const alias = `t${index}`;
    const pointing = timeline.via.flatMap((name) => {
      const field = model.fields.get(name);
      return field && isReadable(execution, model, field) ? pointsHere(scope, field, alias) : [];
    });
    const here = anyOf(pointing);
    if (here === 'false') return [];
    const at = timeOf(scope, model, timeline.at, alias);
    return [
      `(select 'record'::text, ${at}, ${alias}.id, ${quoteText(model.id)}::text, null::jsonb
      from ${tableOf(model)} ${alias}
      where ${alias}.deleted_at is null and ${here} and ${beyond(scope, at, `${alias}.id`)}
        and ${compilePredicate(execution, model, 'read', alias, scope.parameters)}
      order by 2 desc, 3 desc limit ${scope.rows})`,
    ];
  });
}

function pointsHere(scope: TimelineScope, field: FieldModel, alias: string): string[] {
  if (field.type !== 'anyRef' && field.target !== scope.model.id) return [];
  const column = `${alias}.${quoteName(field.columns.value)}`;
  const id = scope.parameters.bind(scope.id, 'uuid');
  if (field.type === 'anyRef') {
    const entity = `${alias}.${quoteName(field.columns.entity ?? '')}`;
    return [`(${entity} = ${scope.parameters.bind(scope.model.id, 'text')} and ${column} = ${id})`];
  }
  return [field.type === 'refs' ? `${column} @> array[${id}]` : `${column} = ${id}`];
}

/** The time of a record; of one without, or whose time may not be read, when it was made. */
function timeOf(scope: TimelineScope, model: EntityModel, name: string, alias: string): string {
  const field = model.fields.get(name);
  const made = `${alias}.created_at`;
  if (!field || !isReadable(scope.execution, model, field)) return made;
  const column = `${alias}.${quoteName(field.columns.value)}`;
  if (field.type !== 'date') return `coalesce(${column}, ${made})`;
  const zone = scope.parameters.bind(scope.execution.assembly.settings.timeZone, 'text');
  return `coalesce(${column}::timestamp at time zone ${zone}, ${made})`;
}

function beyond(scope: TimelineScope, at: string, id: string): string {
  if (!scope.after) return 'true';
  const time = scope.parameters.bind(scope.after.at, 'timestamptz');
  return `(${at}, ${id}) < (${time}, ${scope.parameters.bind(scope.after.id, 'uuid')})`;
}
