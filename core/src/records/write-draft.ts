import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Problem, TesseraError } from '../tessera-error.ts';
import type { RecordWrite } from '../hooks/record-write.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Execution } from '../plugin/execution.ts';
import { fillColumns, type StoredMoney } from './columns.ts';
import { orKept } from './or-kept.ts';
import type { AnyRecord } from './records.ts';
import { createReader, type Row, type RowReader } from './row.ts';
import type { Mention } from './write-references.ts';

/** One write to one entity, of one item or many. */
export interface Write {
  readonly execution: Execution;
  readonly model: EntityModel;
  readonly action: RecordWrite['action'];
  /** An import of history. */
  readonly history: boolean;
  /** The records go along with others, which were asked for. */
  readonly cascade?: boolean;
  /** The moment of the write, ISO 8601. */
  readonly at: string;
  /** The write of each draft, where each was written at a moment of its own. */
  readonly own?: ReadonlyMap<Draft, Write>;
}

/** A record as it is stored. */
export interface Stored {
  /** Its columns. */
  readonly row: Row;
  /** Its wire form, whole; of many it is never asked for, so it is made when it is. */
  readonly record: AnyRecord;
  /** A field of its wire form; null where there is none. */
  read(name: string): unknown;
}

/** One item on its way through the pipeline. */
export interface Draft {
  readonly id: string;
  readonly before: Stored | undefined;
  /** What is to be written, in wire form; the validator has seen it. */
  values: Record<string, unknown>;
  money: ReadonlyMap<string, StoredMoney>;
  readonly problems: Problem[];
  /** The record as it will be. */
  after: Stored | undefined;
  /** Names of the fields that change. */
  changed: readonly string[];
  error: TesseraError | undefined;
  /** Somebody else changed the record between reading and writing it. */
  conflict: boolean;
  /** References that the statement asks for which writes it. */
  openReferences: readonly Mention[];
  /** Whether the principal may read what was written; undefined where the statement was not asked. */
  isReadable: boolean | undefined;
  /** Times at which states were entered, by the field; only those that change. */
  entered: ReadonlyMap<string, string>;
}

/** Most drafts have none: a map of its own for each would outlive the others of a batch. */
const NONE: ReadonlyMap<string, never> = new Map<string, never>();

export function createDraft(id: string, before?: Stored): Draft {
  return {
    id,
    before,
    values: {},
    money: NONE,
    problems: [],
    after: undefined,
    changed: [],
    error: undefined,
    conflict: false,
    openReferences: [],
    isReadable: undefined,
    entered: NONE,
  };
}

/** Those that nothing is wrong with so far. */
export function live(drafts: readonly Draft[]): Draft[] {
  return drafts.filter((draft) => !draft.error && draft.problems.length === 0);
}

/** Turns problems into the error that the item fails with. */
export function closeProblems(write: Write, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    if (draft.error || draft.problems.length === 0) continue;
    draft.error = errors.inputInvalid(
      { entity: entityName(write.model) },
      { problems: draft.problems },
    );
  }
}

/** The name of an entity within a sentence. */
export function entityName(model: EntityModel): string {
  return lowerFirst(model.options.label.en);
}

/** “Account” → “account”, but “SLA” stays. */
export function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** The fields of some types that are not the system's own. */
export function fieldsOf(
  model: EntityModel,
  ...types: FieldModel['type'][]
): readonly FieldModel[] {
  return fieldsThat(model, types.join(' '), ({ system, type }) => !system && types.includes(type));
}

/** The fields of a model that a condition holds of; what the condition is called is remembered with them. */
export function fieldsThat(
  model: EntityModel,
  condition: string,
  holds: (field: FieldModel) => boolean,
): readonly FieldModel[] {
  let ofModel = chosen.get(model);
  if (!ofModel) chosen.set(model, (ofModel = new Map()));
  let fields = ofModel.get(condition);
  if (!fields) ofModel.set(condition, (fields = [...model.fields.values()].filter(holds)));
  return fields;
}

// What follows from a model; it goes when the model goes.
const chosen = new WeakMap<EntityModel, Map<string, readonly FieldModel[]>>();

/** The record from its columns. */
export function store(write: Pick<Write, 'execution' | 'model'>, row: Row): Stored {
  return new StoredRow(row, readerOf(write));
}

class StoredRow implements Stored {
  readonly row: Row;
  readonly #reader: RowReader;
  #record: AnyRecord | undefined;

  constructor(row: Row, reader: RowReader) {
    this.row = row;
    this.#reader = reader;
  }

  get record(): AnyRecord {
    return (this.#record ??= this.#reader.record(this.row));
  }

  read(name: string): unknown {
    return this.#record ? (this.#record[name] ?? null) : this.#reader.value(this.row, name);
  }
}

// What follows from a model in its assembly; it goes when they go.
const readers = new WeakMap<Assembly, WeakMap<EntityModel, RowReader>>();

function readerOf({
  execution: { assembly },
  model,
}: Pick<Write, 'execution' | 'model'>): RowReader {
  const ofModels = orKept(readers, assembly, () => new WeakMap());
  return orKept(ofModels, model, () => createReader(model, model.fields.values(), assembly));
}

/** The columns that the values of a draft stand for. */
export function valueColumns(write: Write, draft: Draft): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const name of Object.keys(draft.values)) {
    const field = write.model.fields.get(name);
    const value = draft.values[name];
    if (field)
      fillColumns(columns, field, value === null ? null : (draft.money.get(name) ?? value));
  }
  return columns;
}

/** The fields of a record that were named. */
export function pick(stored: Stored | undefined, names: Iterable<string>): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  if (stored) for (const name of names) picked[name] = stored.read(name);
  return picked;
}

/** The version of a record; 0 of one that is not there yet. */
export function versionOf(stored: Stored | undefined): number {
  return (stored?.read('version') as number | undefined) ?? 0;
}

/** Names of the fields that have a value and are not the system's own. */
export function filledFields(model: EntityModel, stored: Stored): string[] {
  const fields = fieldsThat(model, 'fillable', ({ system, readOnly }) => !(system && readOnly));
  const names: string[] = [];
  for (const { name } of fields) if (stored.read(name) !== null) names.push(name);
  return names;
}
