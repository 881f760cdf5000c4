import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Problem, TesseraError } from '../tessera-error.ts';
import type { RecordWrite } from '../hooks/record-write.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Execution } from '../plugin/execution.ts';
import { toColumns, type StoredMoney } from './columns.ts';
import type { AnyRecord } from './records.ts';
import { createReader, type Row } from './row.ts';
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
}

/** A record as it is stored: its columns and, whole, its wire form. */
export interface Stored {
  readonly row: Row;
  readonly record: AnyRecord;
}

/** One item on its way through the pipeline. */
export interface Draft {
  readonly id: string;
  readonly before: Stored | undefined;
  /** What is to be written, in wire form; the validator has seen it. */
  values: Record<string, unknown>;
  readonly money: Map<string, StoredMoney>;
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
  readonly entered: Map<string, string>;
}

export function createDraft(id: string, before?: Stored): Draft {
  return {
    id,
    before,
    values: {},
    money: new Map(),
    problems: [],
    after: undefined,
    changed: [],
    error: undefined,
    conflict: false,
    openReferences: [],
    isReadable: undefined,
    entered: new Map(),
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

export function fieldsOf(model: EntityModel, ...types: FieldModel['type'][]): FieldModel[] {
  return [...model.fields.values()].filter((field) => !field.system && types.includes(field.type));
}

/** The record whole, from its columns. */
export function store(write: Pick<Write, 'execution' | 'model'>, row: Row): Stored {
  return { row, record: readerOf(write)(row) };
}

// What follows from a model in its assembly; it goes when they go.
const readers = new WeakMap<Assembly, WeakMap<EntityModel, (row: Row) => AnyRecord>>();

function readerOf({ execution: { assembly }, model }: Pick<Write, 'execution' | 'model'>) {
  let ofModels = readers.get(assembly);
  if (!ofModels) readers.set(assembly, (ofModels = new WeakMap()));
  let reader = ofModels.get(model);
  if (!reader) ofModels.set(model, (reader = createReader(model, model.fields.values(), assembly)));
  return reader;
}

/** The columns that the values of a draft stand for. */
export function valueColumns(write: Write, draft: Draft): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(draft.values)) {
    const field = write.model.fields.get(name);
    if (field)
      Object.assign(
        columns,
        toColumns(field, value === null ? null : (draft.money.get(name) ?? value)),
      );
  }
  return columns;
}

/** The fields of a record that were named. */
export function pick(
  record: AnyRecord | undefined,
  names: Iterable<string>,
): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  if (record) for (const name of names) picked[name] = record[name] ?? null;
  return picked;
}

/** Names of the fields that have a value and are not the system's own. */
export function filledFields(model: EntityModel, record: AnyRecord): string[] {
  return [...model.fields.values()]
    .filter((field) => !(field.system && field.readOnly) && record[field.name] !== null)
    .map((field) => field.name);
}
