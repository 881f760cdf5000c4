import type { EntityId } from '../entities/entity.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { requireReadable, type Actor, type HistoryWindow } from './history.ts';
import { queryRecords } from './read.ts';
import {
  noteReferences,
  readableChanges,
  withTitles,
  type FieldChanges,
} from './record-changes.ts';
import type { AnyRecord } from './records.ts';
import { isUuid } from './query-value.ts';
import { createReferenceTitles } from './reference-titles.ts';
import { noteChangesViews } from './sensitive-views.ts';
import { createParameters } from './sql-parameters.ts';
import { readableStates, userNames } from './stages.ts';
import { labelOf, stateLabels } from './state-labels.ts';
import { timelineSources } from './timeline-sources.ts';

/** Something that happened to a record, or a record that points to it. */
export interface TimelineItem {
  readonly kind: 'record' | 'change' | 'stage';
  readonly at: string;
  readonly entity: EntityId;
  /** Of a `record`: its id. Otherwise the id of the newest change in the item. */
  readonly id: string;
  readonly title: string | null;
  readonly actor: Actor | null;
  /** Of a `change`: create, update, delete or restore. */
  readonly action?: string;
  readonly record?: AnyRecord;
  readonly changes?: FieldChanges;
}

export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

interface Row {
  readonly kind: TimelineItem['kind'];
  readonly at: string;
  readonly id: string;
  readonly entity: EntityId;
  readonly payload: ChangePayload | StagePayload | null;
}
interface ChangePayload extends Actor {
  readonly action: string;
  readonly changes: readonly (FieldChanges | null)[];
}
interface StagePayload {
  readonly field: string;
  readonly from: string;
  readonly to: string | null;
  readonly userId: string | null;
}

/**
 * One page of what happened to a record, newest first: its changes, its states, and the records that declare to appear
 * here and that the principal may read. One statement over all of them, then one query for each kind of record.
 * @throws TesseraError `CORE_RECORD_MISSING`, `CORE_REQUEST_INVALID` for a foreign cursor.
 */
export async function readTimeline(
  execution: Execution,
  model: EntityModel,
  id: string,
  window: HistoryWindow,
): Promise<Timeline> {
  await requireReadable(execution, model, id);
  const parameters = createParameters();
  const after = window.cursor === undefined ? undefined : readCursor(window.cursor);
  const rows = window.limit + 1;
  const sources = timelineSources({ execution, model, id, after, rows, parameters });
  const found = await currentSql(execution).query<Row>(
    `select * from (${sources.join(' union all ')}) items order by at desc, id desc limit ${rows}`,
    parameters.values,
  );
  const page = found.slice(0, window.limit);
  const last = page.at(-1);
  return {
    items: await toItems(execution, model, id, page),
    next: found.length > window.limit && last ? writeCursor(last) : null,
  };
}

async function toItems(
  execution: Execution,
  model: EntityModel,
  id: string,
  rows: readonly Row[],
): Promise<TimelineItem[]> {
  const records = await readRecords(execution, rows);
  const states = new Set(readableStates(execution, model).map((field) => field.name));
  const changes = rows.map((row) =>
    row.kind === 'change'
      ? readableChanges(
          execution,
          model,
          mergeChanges((row.payload as ChangePayload).changes, states),
        )
      : {},
  );
  const told = changes.filter((_, index) => !isCreation(rows[index]));
  await noteChangesViews(
    execution,
    told.map((one) => ({ model, recordId: id, changes: one })),
  );
  const titles = createReferenceTitles(execution);
  for (const one of changes) noteReferences(model, one, titles);
  await titles.read();
  const stages = rows.flatMap((row) => (row.kind === 'stage' ? [row.payload as StagePayload] : []));
  const labels = await stateLabels(
    execution,
    readableStates(execution, model),
    stages.flatMap((stage) => [stage.from, stage.to]),
  );
  const users = await userNames(execution, [
    ...stages.map((stage) => stage.userId),
    ...[...records.values()].map((record) => asId(record['createdBy'])),
  ]);
  const person = (userId: string | null): Actor | null =>
    userId === null ? null : { kind: 'user', userId, name: users.get(userId) ?? '' };

  return rows.flatMap((row, index): TimelineItem[] => {
    const base = { kind: row.kind, at: row.at, entity: row.entity, id: row.id };
    if (row.kind === 'record') {
      const record = records.get(`${row.entity} ${row.id}`);
      if (!record) return [];
      const title = record[execution.assembly.models.get(row.entity)?.options.title ?? ''];
      return [{ ...base, title: asId(title), actor: person(asId(record['createdBy'])), record }];
    }
    if (row.kind === 'stage') {
      const { field, from, to, userId } = row.payload as StagePayload;
      const pair = [labelOf(labels, from), to === null ? null : labelOf(labels, to)] as const;
      return [
        {
          ...base,
          title: pair[1]?.label ?? null,
          actor: person(userId),
          changes: { [field]: pair },
        },
      ];
    }
    const { action, kind, userId, name } = row.payload as ChangePayload;
    const shown = action === 'create' ? {} : withTitles(model, changes[index] ?? {}, titles);
    // An update of fields that are not for this principal, or only of the state, which has an item of its own.
    if (action === 'update' && Object.keys(shown).length === 0) return [];
    return [
      { ...base, title: null, actor: { kind, userId, name: name ?? '' }, action, changes: shown },
    ];
  });
}

/** It tells of no values: they are those of the record. */
function isCreation(row: Row | undefined): boolean {
  return row?.kind === 'change' && (row.payload as ChangePayload).action === 'create';
}

/** The first before and the last after of each field; a field that came back to where it was did not change. */
function mergeChanges(
  list: readonly (FieldChanges | null)[],
  states: ReadonlySet<string>,
): FieldChanges {
  const merged: Record<string, readonly [unknown, unknown]> = {};
  for (const changes of list) {
    for (const [name, [before, after]] of Object.entries(changes ?? {})) {
      if (!states.has(name)) merged[name] = [merged[name] ? merged[name][0] : before, after];
    }
  }
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([, [before, after]]) => JSON.stringify(before) !== JSON.stringify(after),
    ),
  );
}

async function readRecords(
  execution: Execution,
  rows: readonly Row[],
): Promise<Map<string, AnyRecord>> {
  const ids = new Map<EntityId, string[]>();
  for (const row of rows) {
    if (row.kind === 'record') ids.set(row.entity, [...(ids.get(row.entity) ?? []), row.id]);
  }
  const records = new Map<string, AnyRecord>();
  for (const [entity, some] of ids) {
    const model = execution.assembly.models.get(entity);
    if (!model) continue;
    const query = { filter: { id: { in: some } }, limit: some.length, count: 'none' } as const;
    for (const record of (await queryRecords(execution, model, query)).records) {
      records.set(`${entity} ${record.id}`, record);
    }
  }
  return records;
}

function asId(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function writeCursor({ at, id }: Row): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

function readCursor(cursor: string): { at: string; id: string } {
  const [, at, id] =
    /^\["(\d{4}-\d\d-\d\dT[\d:.]+Z)","([0-9a-f-]{36})"\]$/.exec(
      Buffer.from(cursor, 'base64url').toString(),
    ) ?? [];
  if (at === undefined || !isMoment(at) || !isUuid(id)) {
    throw errors.requestInvalid({ reason: 'the cursor is not one of this list.' });
  }
  return { at, id };
}

/** A moment as rows tell it: `2026-02-30T…` is none, though `Date` would read it as one of March. */
function isMoment(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}
