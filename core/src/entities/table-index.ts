import { createHash } from 'node:crypto';
import type { EntityModel, FieldModel } from './model.ts';

/** An index as it is in the database. */
export interface IndexShape {
  readonly name: string;
  readonly unique: boolean;
  /** What follows the name of the table: `("name", "id")`. */
  readonly definition: string;
}

const live = ' where "deleted_at" is null';
/** Types of one column that are sorted as a person reads. */
const texts = new Set(['text', 'email', 'phone', 'url', 'autonumber']);

/** The indexes of an entity's table, without its primary key. */
export function tableIndexes(model: EntityModel): IndexShape[] {
  const { table } = model;
  const indexes: IndexShape[] = [
    ofLive(table, ['created_at', 'id']),
    ofLive(table, ['updated_at', 'id']),
    ...(model.owned ? [ofLive(table, ['owner_id', 'id']), ofLive(table, ['team_id', 'id'])] : []),
    make(table, ['id'], 'bin', false, ` ("id") where "deleted_at" is not null`),
  ];
  for (const field of model.fields.values())
    if (!field.system) indexes.push(...fieldIndexes(model, field));
  for (const names of model.uniques) indexes.push(unique(table, columnsOf(model, names)));
  for (const names of model.options.indexes ?? [])
    indexes.push(plain(table, [...columnsOf(model, names), 'id']));
  const usable = model.options.partitioned ? indexes.filter((index) => !index.unique) : indexes;
  return [...new Map(usable.map((index) => [index.name, index])).values()].filter(
    (index, _, all) => !all.some((other) => beginsAs(other, index)),
  );
}

/** Whether all that an index serves is served by a longer one: each costs every write. */
function beginsAs(longer: IndexShape, { definition }: IndexShape): boolean {
  return longer.definition.startsWith(`${definition.slice(0, -1)}, `);
}

function fieldIndexes(model: EntityModel, field: FieldModel): IndexShape[] {
  const { table } = model;
  const { value, entity } = field.columns;
  const indexes: IndexShape[] = [];
  if (field.unique) indexes.push(unique(table, [value]));
  if (isInNaturalOrder(model, field)) indexes.push(natural(table, value));
  switch (field.type) {
    case 'ref':
    case 'user':
    case 'team':
    case 'state':
    case 'file':
      indexes.push(plain(table, [value]));
      break;
    case 'refs':
    case 'choices':
      indexes.push(make(table, [value], 'gin', false, ` using gin (${quote(value)})`));
      break;
    case 'anyRef':
      indexes.push(plain(table, [entity as string, value]));
      break;
    default:
      if (field.indexed && !texts.has(field.type)) indexes.push(plain(table, [value, 'id']));
  }
  return indexes;
}

/** Whether the index of a text is in the order in which people read; it finds equal texts too. */
export function isInNaturalOrder(model: EntityModel, field: FieldModel): boolean {
  return texts.has(field.type) && (field.indexed || field.name === model.options.title);
}

function columnsOf(model: EntityModel, names: readonly string[]): string[] {
  return names.flatMap((name) => model.fields.get(name)?.columns.value ?? []);
}

function plain(table: string, columns: readonly string[]): IndexShape {
  return make(table, columns, 'idx', false, ` (${columns.map(quote).join(', ')})`);
}

/** Of live rows alone, so that a read that asks for these columns never looks at the rows themselves. */
function ofLive(table: string, columns: readonly string[]): IndexShape {
  return make(table, columns, 'live', false, ` (${columns.map(quote).join(', ')})${live}`);
}

function unique(table: string, columns: readonly string[]): IndexShape {
  return make(table, columns, 'key', true, ` (${columns.map(quote).join(', ')})${live}`);
}

function natural(table: string, column: string): IndexShape {
  return make(
    table,
    [column],
    'natural',
    false,
    ` (${quote(column)} collate tessera."natural", "id")`,
  );
}

function make(
  table: string,
  columns: readonly string[],
  suffix: string,
  isUnique: boolean,
  definition: string,
): IndexShape {
  return { name: identifier([table, ...columns, suffix].join('_')), unique: isUnique, definition };
}

/** A name that PostgreSQL does not cut: its longest is 63 bytes. */
export function identifier(name: string): string {
  if (name.length <= 63) return name;
  return `${name.slice(0, 54)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** An identifier in quotes. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
