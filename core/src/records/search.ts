import type { EntityModel } from '../entities/model.ts';
import { isReadable, reach, reachesNothing } from '../permissions/authorize.ts';
import { createReadContext } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { isReference, resolveValue } from './query-path.ts';
import { readableTitle } from './query-fields.ts';
import {
  createSource,
  fromClause,
  joinTarget,
  type QueryContext,
  type Source,
} from './query-source.ts';
import { queryGrams, searchClasses, type QueryWord } from './search-grams.ts';
import {
  allOf,
  anyOf,
  createParameters,
  escapeLike,
  quoteText,
  tableOf,
  type Parameters,
} from './sql-parameters.ts';

/** A record that a global search found. */
export interface SearchHit {
  readonly entity: string;
  readonly id: string;
  readonly title: string | null;
  readonly subtitle: string | null;
}

const MAXIMUM_HITS = 100;

/** Every word is found in a field that the principal may read. */
export function compileSearch(source: Source, question: string): string {
  const { context, model } = source;
  const classes = readableClasses(context, model);
  const words = queryGrams(question);
  if (words.length === 0 || classes.length === 0) return 'false';
  const among = context.parameters.bind(classes, 'text[]');
  const isAmong = (alias: string): string =>
    `${alias}.entity = ${quoteText(model.id)} and ${alias}.class = any(${among})`;
  const found = haveWords(words, isAmong, classes.length > 1, context.parameters);
  return `${source.alias}.id in (select s.record_id ${found})`;
}

/**
 * The records of all entities, or of one, that have the words, as far as the principal may read them: those whose title is the
 * question first, then those whose title begins with it.
 */
export async function globalSearch(
  execution: Execution,
  question: string,
  limit = 20,
  entity?: string,
): Promise<SearchHit[]> {
  const search = compileGlobal(execution, question, limit, entity);
  if (!search) return [];
  const { found, parts, count, parameters } = search;
  const text =
    `with hits as materialized (${found}) select entity, id, title, subtitle from (` +
    `${parts.join(' union all ')}) found order by rank, title collate tessera.natural, id limit ${count}`;
  return currentSql(execution).query<SearchHit>(text, parameters.values);
}

/** What a global search found of one entity. */
export interface SearchGroup {
  readonly entity: string;
  /** How many there are, of which `hits` are the first. */
  readonly total: number;
  readonly hits: readonly SearchHit[];
}

/** As {@link globalSearch}, entity by entity: of each so many, and how many there are. */
export async function groupedSearch(
  execution: Execution,
  question: string,
  limit = 5,
): Promise<SearchGroup[]> {
  const search = compileGlobal(execution, question, limit);
  if (!search) return [];
  const { found, parts, parameters } = search;
  const text =
    `with hits as materialized (${found}) select entity, id, title, subtitle, total from (` +
    `${parts.join(' union all ')}) found order by rank, title collate tessera.natural, id`;
  const rows = await currentSql(execution).query<SearchHit & { total: number }>(
    text,
    parameters.values,
  );
  return [...Map.groupBy(rows, (row) => row.entity)].map(([entity, hits]) => ({
    entity,
    total: Number(hits[0]?.total ?? 0),
    hits: hits.map(({ id, title, subtitle }) => ({ entity, id, title, subtitle })),
  }));
}

interface GlobalSearch {
  /** Entity and id of what has the words, readable or not. */
  readonly found: string;
  /** For each entity: what of that may be read. */
  readonly parts: readonly string[];
  readonly count: number;
  readonly parameters: Parameters;
}

function compileGlobal(
  execution: Execution,
  question: string,
  limit: number,
  entity?: string,
): GlobalSearch | undefined {
  const words = queryGrams(question);
  const parameters = createParameters();
  const context = createReadContext(execution, parameters);
  const models = [...execution.assembly.models.values()].filter(
    (model) => (entity === undefined || model.id === entity) && isSearched(context, model),
  );
  if (words.length === 0 || models.length === 0) return undefined;
  const classes = models.flatMap((model) =>
    readableClasses(context, model).map((name) => [model.id, name] as const),
  );
  const allowed =
    `(select * from unnest(${parameters.bind(
      classes.map(([id]) => id),
      'text[]',
    )},` +
    ` ${parameters.bind(
      classes.map(([, name]) => name),
      'text[]',
    )}))`;
  const isAmong = (alias: string): string => `(${alias}.entity, ${alias}.class) in ${allowed}`;
  const having = haveWords(words, isAmong, classes.length > models.length, parameters);
  const title = escapeLike(question.replaceAll('\0', '').trim().toLowerCase());
  const exact = parameters.bind(title, 'text');
  const prefix = parameters.bind(`${title}%`, 'text');
  const count = Math.min(Math.max(Math.trunc(limit), 1), MAXIMUM_HITS);
  return {
    found: `select distinct s.entity, s.record_id ${having}`,
    parts: models.map((model) => hitsOf(context, model, { exact, prefix, count })),
    count,
    parameters,
  };
}

/** Classes of which the principal may read every field: else a match would tell what it may not see. */
function readableClasses(context: QueryContext, model: EntityModel): string[] {
  return [...searchClasses(model)]
    .filter(([, fields]) =>
      fields.every((field) => context.trusted || isReadable(context.execution, model, field)),
    )
    .map(([name]) => name);
}

function isSearched(context: QueryContext, model: EntityModel): boolean {
  return (
    !model.options.auxiliary &&
    !reachesNothing(reach(context.execution, model, 'read')) &&
    readableClasses(context, model).length > 0
  );
}

/**
 * Rows `s` of the search table that have the word with the most grams, by the index; the other words stand in the same row or in another one
 * of the same record. To look each word up by the index would read every row that has a short one.
 */
function haveWords(
  words: readonly QueryWord[],
  isAmong: (alias: string) => string,
  severalRows: boolean,
  parameters: Parameters,
): string {
  const [rarest, ...others] = words.toSorted((one, other) => other.grams.length - one.grams.length);
  if (!rarest) return 'from tessera.search s where false';
  const conditions = others.map((word) => {
    const here = hasWord('s', word, parameters);
    if (!severalRows) return here;
    const elsewhere =
      `select 1 from tessera.search o where o.entity = s.entity and o.record_id = s.record_id and o.class <> s.class` +
      ` and ${isAmong('o')} and ${hasWord('o', word, parameters)}`;
    return anyOf([here, `exists (${elsewhere})`]);
  });
  const grams = `s.grams @> ${parameters.bind(rarest.grams, 'text[]')}`;
  return `from tessera.search s where ${allOf([isAmong('s'), grams, hasWord('s', rarest, parameters), ...conditions])}`;
}

/** A short word begins a word of the content, a longer one stands anywhere in one. */
function hasWord(alias: string, { word, grams }: QueryWord, parameters: Parameters): string {
  const beginning = grams.length === 1 && grams[0] === `^${word}`;
  return beginning
    ? `' ' || ${alias}.content like ${parameters.bind(`% ${escapeLike(word)}%`, 'text')}`
    : `${alias}.content like ${parameters.bind(`%${escapeLike(word)}%`, 'text')}`;
}

function hitsOf(
  context: QueryContext,
  model: EntityModel,
  ask: { exact: string; prefix: string; count: number },
): string {
  const source = createSource(context, model, context.nextAlias());
  const title = readableTitle(context.execution, model);
  const shown = title ? `${resolveValue(source, title.name).sql}::text` : 'null::text';
  const subtitle = subtitleOf(source);
  const where = allOf([
    `${source.alias}.deleted_at is null`,
    context.readable(model, source.alias),
    `${source.alias}.id in (select record_id from hits where entity = ${quoteText(model.id)})`,
  ]);
  const rank = `case when lower(${shown}) like ${ask.exact} then 0 when lower(${shown}) like ${ask.prefix} then 1 else 2 end`;
  return (
    `(select ${quoteText(model.id)}::text as entity, ${source.alias}.id, ${shown} as title, ${subtitle} as subtitle, ${rank} as rank, count(*) over () as total` +
    ` from ${tableOf(model)} ${source.alias}${fromClause(source)} where ${where}` +
    ` order by rank, ${shown} collate tessera.natural, ${source.alias}.id limit ${ask.count})`
  );
}

/** Texts and the titles of references that stand beside a title, as far as they may be read. */
function subtitleOf(source: Source): string {
  const { context, model } = source;
  const parts = (model.options.subtitle ?? []).flatMap((name) => {
    const field = model.fields.get(name);
    if (!field || !(context.trusted || isReadable(context.execution, model, field))) return [];
    const value = resolveValue(source, name);
    if (value.kind === 'text') return [value.sql];
    if (!isReference(field)) return [];
    const target = joinTarget(source, field);
    const title = readableTitle(context.execution, target.model);
    return title ? [`${resolveValue(target, title.name).sql}::text`] : [];
  });
  return parts.length === 0 ? 'null::text' : `nullif(concat_ws(' · ', ${parts.join(', ')}), '')`;
}
