import { isDeepStrictEqual } from 'node:util';
import type { AnyRecord, EntityModel, Execution, Outcome, Problem, Records } from '@tessera/core';
import { rowCodes } from './errors.ts';
import type { ReadyPlan } from './import-plan.ts';
import type { Counts, RowOutcome } from './import-store.ts';
import { findExisting, keyOf } from './key-lookup.ts';
import { queryAll } from './reference-lookup.ts';
import type { RowValues } from './row-values.ts';
import { isSameValue, type StateKeys } from './same-value.ts';
import { wireText } from './wire-text.ts';

/** What became of the rows of a chunk. Unchanged rows are counted only. */
export interface ChunkResult {
  readonly counts: Counts;
  readonly outcomes: readonly RowOutcome[];
}

interface Chunk {
  readonly execution: Execution;
  readonly plan: ReadyPlan;
  readonly model: EntityModel;
  readonly records: Records;
  readonly states: StateKeys;
  readonly counts: Record<keyof Counts, number>;
  readonly outcomes: RowOutcome[];
}

/** Writes rows whose references are resolved, through the record pipeline, in the running transaction. */
export async function writeRows(
  execution: Execution,
  plan: ReadyPlan,
  model: EntityModel,
  rows: readonly RowValues[],
): Promise<ChunkResult> {
  const records = execution.assembly.context('tessera').records(model.id) as unknown as Records;
  const chunk: Chunk = {
    execution,
    plan,
    model,
    records,
    states: await stateKeys(execution, plan, model),
    counts: { created: 0, updated: 0, unchanged: 0, failed: 0 },
    outcomes: [],
  };
  for (const row of rows) if (row.problems.length > 0) fail(chunk, row, codeOf(row), row.problems);
  let open = rows.filter(({ problems }) => problems.length === 0);
  if (!plan.key) {
    await create(chunk, open);
    open = [];
  }
  /** What a row of this chunk has made of each key: a row that says the same again changes nothing. */
  const written = new Map<string, Readonly<Record<string, unknown>>>();
  while (open.length > 0) open = await writeWave(chunk, open, written);
  return { counts: chunk.counts, outcomes: chunk.outcomes };
}

/** The first row of each key; answers the others, which come after it. */
async function writeWave(
  chunk: Chunk,
  rows: readonly RowValues[],
  written: Map<string, Readonly<Record<string, unknown>>>,
): Promise<RowValues[]> {
  const { plan, model } = chunk;
  const wave = new Map<string, RowValues>();
  const later: RowValues[] = [];
  for (const row of rows) {
    const key = keyOf(model, plan.key ?? [], row.values);
    if (key === undefined) failKey(chunk, row);
    else if (wave.has(key)) later.push(row);
    else if (plan.mode !== 'create' && isDeepStrictEqual(written.get(key), row.values)) {
      chunk.counts.unchanged += 1;
    } else wave.set(key, row);
  }
  const existing = await findExisting(
    chunk.execution,
    model,
    plan.key ?? [],
    [...wave.values()].map(({ values }) => values),
    fieldsOf(chunk),
  );
  const creates: RowValues[] = [];
  const updates: { row: RowValues; before: AnyRecord }[] = [];
  for (const [key, row] of wave) {
    const [before, another] = existing.live.get(key) ?? [];
    if (another) failRow(chunk, row, 'ambiguous', `several ${nouns(chunk)} have it`);
    else if (before) updates.push({ row, before });
    else if (existing.deleted.has(key)) {
      failRow(
        chunk,
        row,
        'deleted',
        `a ${noun(chunk)} in the recycle bin has it; restore that first, or delete it for good`,
      );
    } else if (plan.mode === 'update')
      failRow(chunk, row, 'missing', `there is no ${noun(chunk)} that has it`);
    else creates.push(row);
  }
  const failedBefore = new Set(chunk.outcomes.map(({ line }) => line));
  await create(chunk, creates);
  await update(chunk, updates);
  const failed = new Set(
    chunk.outcomes
      .filter(({ outcome, line }) => outcome === 'failed' && !failedBefore.has(line))
      .map(({ line }) => line),
  );
  for (const [key, row] of wave) {
    if (!failed.has(row.row.line) && !failedBefore.has(row.row.line)) written.set(key, row.values);
  }
  return later;
}

async function create(chunk: Chunk, rows: readonly RowValues[]): Promise<void> {
  if (rows.length === 0) return;
  const { records, plan } = chunk;
  const values = rows.map((row) =>
    Object.fromEntries(Object.entries(row.values).filter(([, value]) => value !== null)),
  );
  const outcomes = await records.createMany(values, { atomic: 'each', history: plan.history });
  for (const [index, row] of rows.entries()) {
    const outcome = outcomes[index] as Outcome;
    if (outcome.status === 'failed') failOutcome(chunk, row, outcome);
    else count(chunk, row, 'created', { record: outcome.id, version: outcome.version });
  }
}

async function update(
  chunk: Chunk,
  matched: readonly { readonly row: RowValues; readonly before: AnyRecord }[],
): Promise<void> {
  const { records, plan } = chunk;
  const changing: { row: RowValues; before: AnyRecord; changes: Record<string, unknown> }[] = [];
  for (const { row, before } of matched) {
    if (plan.mode === 'create') {
      if (plan.duplicates === 'skip') chunk.counts.unchanged += 1;
      else failRow(chunk, row, 'exists', `there is a ${noun(chunk)} that has it already`);
      continue;
    }
    const changes = differences(chunk, before, row.values);
    if (Object.keys(changes).length === 0) chunk.counts.unchanged += 1;
    else changing.push({ row, before, changes });
  }
  if (changing.length === 0) return;
  const items = changing.map(({ before, changes }) => ({ id: before.id, changes }));
  const outcomes = await records.updateMany(items, { atomic: 'each', history: plan.history });
  const ids = outcomes.flatMap((outcome) => (outcome.status === 'updated' ? [outcome.id] : []));
  const after = new Map<string, AnyRecord>();
  if (ids.length > 0) {
    const fields = [...new Set(changing.flatMap(({ changes }) => Object.keys(changes)))];
    for await (const record of queryAll(records, { id: { in: ids } }, fields))
      after.set(record.id, record);
  }
  for (const [index, { row, before, changes }] of changing.entries()) {
    const outcome = outcomes[index] as Outcome;
    if (outcome.status === 'failed') failOutcome(chunk, row, outcome);
    else if (outcome.status !== 'updated') chunk.counts.unchanged += 1;
    else {
      const now = after.get(outcome.id);
      const names = Object.keys(changes).filter(
        (name) => !isDeepStrictEqual(before[name], now?.[name]),
      );
      const pick = (record: AnyRecord | undefined) =>
        Object.fromEntries(names.map((name) => [name, record?.[name] ?? null]));
      count(chunk, row, 'updated', {
        record: outcome.id,
        version: outcome.version,
        before: pick(before),
        after: pick(now),
      });
    }
  }
}

/** What the record has not yet. A state is sent along when its machine changes. */
function differences(
  { model, states }: Chunk,
  before: AnyRecord,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changes = Object.entries(values).filter(([name, value]) => {
    const field = model.fields.get(name);
    return !field || !isSameValue(field, before[name], value, states);
  });
  const names = new Set(changes.map(([name]) => name));
  for (const [name, value] of Object.entries(values)) {
    const within = model.fields.get(name)?.within;
    if (within !== undefined && names.has(within) && !names.has(name)) changes.push([name, value]);
  }
  return Object.fromEntries(changes);
}

/** The fields that are compared. */
function fieldsOf({ plan, model }: Chunk): string[] {
  const mapped = Object.keys(plan.mapping).map((target) => target.split('.', 1)[0] ?? '');
  return [...new Set([...mapped, ...(plan.key ?? [])])].filter((name) => model.fields.has(name));
}

async function stateKeys(
  { assembly }: Execution,
  plan: ReadyPlan,
  model: EntityModel,
): Promise<StateKeys> {
  const keys = new Map<string, string>();
  for (const name of Object.keys(plan.mapping)) {
    const field = model.fields.get(name);
    if (field?.type !== 'state' || !field.target || !assembly.models.has(field.target)) continue;
    const states = assembly
      .context('tessera')
      .asSystem('reads the states of an import')
      .records(field.target);
    for await (const state of queryAll(states as unknown as Records, {}, ['key']))
      keys.set(state.id, String(state['key']));
  }
  return keys;
}

function count(
  { counts, outcomes }: Chunk,
  { row }: RowValues,
  outcome: 'created' | 'updated',
  more: Omit<RowOutcome, 'line' | 'outcome'>,
): void {
  counts[outcome] += 1;
  outcomes.push({ line: row.line, outcome, ...more });
}

function fail(
  { counts, outcomes }: Chunk,
  { row }: RowValues,
  code: string,
  problems: readonly Problem[],
): void {
  counts.failed += 1;
  outcomes.push({ line: row.line, outcome: 'failed', code, problems, raw: row.cells });
}

function failOutcome(
  chunk: Chunk,
  row: RowValues,
  { code, detail, problems }: Outcome & { status: 'failed' },
): void {
  fail(chunk, row, code, problems.length > 0 ? problems : [{ pointer: '', detail }]);
}

function failRow(chunk: Chunk, row: RowValues, code: keyof typeof rowCodes, wrong: string): void {
  const key = chunk.plan.key ?? [];
  const shown = key.map((name) => wireText(row.values[name])).join(' · ');
  const labels = key.map((name) => chunk.model.fields.get(name)?.label.en ?? name).join(' + ');
  fail(chunk, row, rowCodes[code], [
    { pointer: `/${key[0] ?? ''}`, detail: `${labels} “${shown}”: ${wrong}.` },
  ]);
}

function failKey(chunk: Chunk, row: RowValues): void {
  const name = (chunk.plan.key ?? []).find((one) => (row.values[one] ?? null) === null) ?? '';
  const label = chunk.model.fields.get(name)?.label.en ?? name;
  fail(chunk, row, rowCodes.value, [
    { pointer: `/${name}`, detail: `${label} is empty, and records are told apart by it.` },
  ]);
}

function codeOf({ problems }: RowValues): string {
  return problems[0]?.pointer === '' ? rowCodes.cells : rowCodes.value;
}

function noun({ model }: Chunk): string {
  return model.options.label.en.toLowerCase();
}

function nouns({ model }: Chunk): string {
  return model.options.plural.en.toLowerCase();
}
