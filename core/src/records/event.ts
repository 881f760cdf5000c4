import { v7 as uuid } from 'uuid';
import type { RecordEvent } from '../hooks/record-write.ts';
import { runIn, type Execution, type Transaction } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import type { AnyValues } from './records.ts';
import { settleStanding } from './settle-standing.ts';
import { filledFields, pick, type Draft, type Stored, type Write } from './write-draft.ts';

/** The columns of an event row, as `json_to_recordset` takes them. */
export const eventColumns = new Map([
  ['id', 'uuid'],
  ['at', 'timestamptz(3)'],
  ['name', 'text'],
  ['entity', 'text'],
  ['record_id', 'uuid'],
  ['actor', 'jsonb'],
  ['payload', 'jsonb'],
  ['history', 'boolean'],
]);

const past = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  restore: 'restored',
} as const;

/** The name that an action has once it is done. */
export function pastOf(action: Write['action']): (typeof past)[keyof typeof past] {
  return past[action];
}

/** What the events of one write have in common, by their columns. */
export function eventCommon({ execution, model, at, history }: Write): Record<string, unknown> {
  return { at, entity: model.id, actor: JSON.stringify(actorOf(execution)), history };
}

/** The name of the event that tells of a write. */
export function eventName({ model, action }: Pick<Write, 'model' | 'action'>): string {
  return `${model.id}.${pastOf(action)}`;
}

/** The events of one changed record, but for their ids: what was done, and a stage change for each state that another took the place of. */
export function eventRows(write: Write, draft: Draft): object[] {
  const rows = [eventRow(write, draft, eventName(write), {})];
  if (write.action !== 'update') return rows;
  for (const field of draft.entered.keys())
    rows.push(eventRow(write, draft, `${write.model.id}.stageChanged`, { field }));
  return rows;
}

/** Writes an event of a plugin: in the running transaction, else at once. */
export async function emitEvent(
  execution: Execution,
  name: string,
  payload: unknown,
): Promise<void> {
  const { transaction, assembly } = execution;
  const row = {
    id: uuid(),
    at: assembly.clock.now().toISOString(),
    name,
    entity: null,
    record_id: null,
    actor: actorOf(execution),
    payload: payload ?? null,
    history: false,
  };
  const insert = async (inner: Execution): Promise<void> => {
    await currentSql(inner).query(
      `insert into tessera.event (id, at, name, actor, payload) values ($1, $2, $3, $4::json, $5::json)`,
      [row.id, row.at, row.name, JSON.stringify(row.actor), JSON.stringify(row.payload)],
    );
  };
  // An empty announcement wakes the delivery.
  const wake = (): void => assembly.announce([]);
  if (!transaction) {
    await settleStanding(execution);
    await insert(execution);
    wake();
    return;
  }
  await transaction.savepoint(async (nested: Transaction) => {
    await runIn({ ...execution, transaction: nested }, () =>
      insert({ ...execution, transaction: nested }),
    );
    nested.afterCommit(wake);
  });
}

function eventRow(write: Write, draft: Draft, name: string, more: object): object {
  const { model } = write;
  const payload: RecordEvent = {
    entity: model.id,
    record: draft.id,
    before: write.action === 'restore' ? null : told(write, draft, draft.before),
    after: write.action === 'delete' ? null : told(write, draft, draft.after),
    changed: draft.changed,
    ...more,
  };
  return { name, record_id: draft.id, payload };
}

/** An update tells what changed and the title; all else tells every value. */
function told({ model, action }: Write, draft: Draft, stored: Stored | undefined): AnyValues {
  if (!stored) return {};
  return pick(
    stored,
    action === 'update' ? [...draft.changed, model.options.title] : filledFields(model, stored),
  );
}

function actorOf({ principal }: Execution): object {
  return { kind: principal.kind, userId: principal.userId };
}
