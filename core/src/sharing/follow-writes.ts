import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import type { Filter } from '../records/filter.ts';
import type { Change } from '../records/records.ts';
import { announceAfterCommit, inTransaction } from '../records/write-batch.ts';
import type { Draft } from '../records/write-draft.ts';
import { reasonToSleep, renewShares } from './rule-shares.ts';
import { concerns, watchesOf, type Watch } from './rule-watches.ts';
import { tellSharesChanged } from './share-change.ts';
import { ruleColumns, type SharingRule } from './sharing-rule.ts';

/** A record that was written: what it was, what it is, and which of its fields are others. */
export interface Written extends Pick<Draft, 'id' | 'changed'> {
  readonly before: State | undefined;
  readonly after: State | undefined;
}

interface State {
  readonly row: Readonly<Record<string, unknown>>;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Records of which one statement says what they are. */
const BATCH = 1000;

/** What a rule has to look at again. */
interface Due {
  readonly rule: SharingRule;
  /** Others than the records of the rule itself were written: what else is written meanwhile may count too. */
  readonly isAlone: boolean;
  /** Filters that find the records. */
  readonly among: readonly Filter[];
}

/** Whether shares follow from the writes, as far as this host knows the rules. */
export function feedsSharing(
  { assembly }: Execution,
  model: EntityModel,
  written: readonly Written[],
): boolean {
  const { sharing, models } = assembly;
  return (
    sharing !== undefined &&
    sharing.rules.some((rule) => dueOf(rule, models, model, written) !== undefined)
  );
}

/** Reads the rules again where another host has changed them; to be asked before a write. */
export async function knowSharing(execution: Execution): Promise<void> {
  const { sharing } = execution.assembly;
  if (sharing?.isStale) await sharing.current(currentSql(execution));
}

/**
 * Makes the shares of the sharing rules follow what was just written, in the transaction of the write. Nothing is done where no rule is about
 * it.
 */
export async function shareWritten(
  execution: Execution,
  model: EntityModel,
  written: readonly Written[],
): Promise<void> {
  const { sharing, models } = execution.assembly;
  if (!sharing || written.length === 0) return;
  const rules = sharing.isStale ? await sharing.current(currentSql(execution)) : sharing.rules;
  const due = rules.flatMap((rule) => dueOf(rule, models, model, written) ?? []);
  if (due.length === 0) return;
  await inTransaction(execution, execution.transaction === undefined, (inner) =>
    renewAll(inner, due, model, written),
  );
}

/** The same for roll-ups that have changed without a write of their records. */
export async function shareRolledUp(
  execution: Execution,
  model: EntityModel,
  changes: readonly Change[],
): Promise<void> {
  const written = changes.flatMap(({ id, after, changed }): Written[] => {
    const stored = after ? { row: {}, record: after } : undefined;
    return [{ id, before: stored, after: stored, changed }];
  });
  await shareWritten(execution, model, written);
}

async function renewAll(
  execution: Execution,
  list: readonly Due[],
  model: EntityModel,
  written: readonly Written[],
): Promise<void> {
  const { sharing, models } = execution.assembly;
  // In one order for everybody, so that two writes never wait for each other.
  for (const known of list.toSorted((one, other) => (one.rule.id < other.rule.id ? -1 : 1))) {
    const rule = await lockRule(execution, known);
    if (!rule) continue;
    const isNew = rule.revision !== known.rule.revision;
    if (isNew) sharing?.doubt();
    const due = isNew ? dueOf(rule, models, model, written) : known;
    if (!due || reasonToSleep(execution, rule) !== undefined) continue;
    if (due.isAlone && !known.isAlone && !(await lockRule(execution, due))) continue;
    for (const among of due.among) {
      const changed = await renewShares(execution, rule, among);
      if (changed.length > 0) announceAfterCommit(execution, [tellSharesChanged(rule.entity)]);
    }
  }
}

/**
 * The rule as it is now, held until the end of the transaction. Those who write its own records hold it together; who writes what its filter
 * reaches holds it alone, for otherwise neither of two would see what the other wrote.
 */
async function lockRule(
  execution: Execution,
  { rule, isAlone }: Due,
): Promise<SharingRule | undefined> {
  const [row] = await currentSql(execution).query<SharingRule>(
    `select ${ruleColumns} from tessera.sharing_rule where id = $1 and is_active and state <> 'dormant'
     for ${isAlone ? 'update' : 'key share'}`,
    [rule.id],
  );
  return row;
}

function dueOf(
  rule: SharingRule,
  models: Execution['assembly']['models'],
  model: EntityModel,
  written: readonly Written[],
): Due | undefined {
  const ruled = models.get(rule.entity);
  if (!ruled) return undefined;
  const watches = watchesOf(models, ruled, rule.filter).filter(({ entity }) => entity === model.id);
  const found = watches
    .map((watch) => ({ watch, among: amongOf(watch, written) }))
    .filter(({ among }) => among.length > 0);
  if (found.length === 0) return undefined;
  return {
    rule,
    isAlone: found.some(({ watch }) => !watch.isOwn),
    among: found.flatMap(({ among }) => among),
  };
}

function amongOf(watch: Watch, written: readonly Written[]): readonly Filter[] {
  const changed = new Set<string>();
  const named = new Set<string>();
  for (const one of written.filter((each) => matters(watch, each))) {
    const { before, after } = one;
    if (watch.via === undefined || !after || !(watch.via in after.record)) changed.add(one.id);
    else for (const id of [idIn(before, watch.via), idIn(after, watch.via)]) if (id) named.add(id);
  }
  return [
    ...inBatches([...changed]).map((ids) => watch.reach(ids)),
    ...inBatches([...named]).map((ids) => watch.reachNamed?.(ids) ?? watch.reach(ids)),
  ];
}

function inBatches(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function matters(watch: Watch, { before, after, changed }: Written): boolean {
  // Nobody points to what has just been made.
  if (!before) return watch.isOwn || watch.via !== undefined;
  if (!watch.isOwn && isLive(before) !== isLive(after)) return true;
  return concerns(watch, changed);
}

function isLive(stored: State | undefined): boolean {
  return stored !== undefined && (stored.row['deleted_at'] ?? null) === null;
}

function idIn(stored: State | undefined, via: string): string | undefined {
  const value = stored?.record[via];
  const id: unknown =
    typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
  return typeof id === 'string' ? id : undefined;
}
