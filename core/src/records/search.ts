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

/**
 * Every word is found in a field that the principal may read.
 * @param keeps - what the id of a record that is found must fulfil besides
 */
export function compileSearch(
  source: Source,
  question: string,
  keeps: (id: string) => string = () => 'true',
): string {
  const ids = searchedIds(source, question);
  const kept = keeps('s.record_id');
  return isAmong(`${source.alias}.id`, kept === 'true' ? ids : `${ids} and ${kept}`);
}

/** A select of the ids of what has the words, in the recycle bin or out of reach as well; it can be continued by ` and …`. */
export function searchedIds(source: Source, question: string): string {
  const { context, model } = source;
  const asked = askedWords(source, question);
  const found = asked
    ? haveWords(asked.words, [{ entities: [model.id], classes: asked.classes }], context.parameters)
    : 'false';
  return `select s.record_id from tessera.search s where ${found}`;
}

/** As {@link compileSearch}, of a row that was met otherwise: its own words are looked at, and no index of all words. */
export function compileRowSearch(source: Source, question: string): string {
  const { context, model, alias } = source;
  const asked = askedWords(source, question);
  if (!asked) return 'false';
  const texts = asked.words.map((word) => hasText(asked.classes, wanted(word, context.parameters)));
  // As a value it is looked up row by row; a join would read the words of all.
  return (
    `(select ${allOf(texts)} from tessera.search s` +
    ` where s.entity = ${quoteText(model.id)} and s.record_id = ${alias}.id) is true`
  );
}

/** Undefined where nothing can be found. */
function askedWords({ context, model }: Source, question: string) {
  const classes = readableClasses(context, model);
  const words = queryGrams(question);
  return words.length === 0 || classes.length === 0 ? undefined : { classes, words };
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
  const having = haveWords(words, groupsOf(context, models), parameters);
  const title = escapeLike(question.replaceAll('\0', '').trim().toLowerCase());
  const exact = parameters.bind(title, 'text');
  const prefix = parameters.bind(`${title}%`, 'text');
  const count = Math.min(Math.max(Math.trunc(limit), 1), MAXIMUM_HITS);
  return {
    found: `select s.entity, s.record_id from tessera.search s where ${having}`,
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

/** Entities whose records are found by the words of the same classes. */
interface SearchGroupOfClasses {
  readonly entities: readonly string[];
  readonly classes: readonly string[];
}

function groupsOf(context: QueryContext, models: readonly EntityModel[]): SearchGroupOfClasses[] {
  const groups = new Map<string, { entities: string[]; classes: string[] }>();
  for (const model of models) {
    const classes = readableClasses(context, model);
    const key = JSON.stringify(classes);
    const group = groups.get(key) ?? { entities: [], classes };
    group.entities.push(model.id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * The row `s` of the search table has every word in a class of its group. The index is asked for the grams of all words at once: it goes by the
 * rarest and skips in the lists of the others.
 */
function haveWords(
  words: readonly QueryWord[],
  groups: readonly SearchGroupOfClasses[],
  parameters: Parameters,
): string {
  const grams = [...new Set(words.flatMap((word) => word.grams))];
  const isListed = [
    ...(grams.length > 0 ? [hasGrams('@>', grams, parameters)] : []),
    ...words.flatMap(({ oneOf }) => (oneOf ? [hasGrams('&&', oneOf, parameters)] : [])),
  ];
  const texts = words.map((word) => wanted(word, parameters));
  const inGroup = groups.map(({ entities, classes }) =>
    allOf([isOneOf('s.entity', entities), ...texts.map((text) => hasText(classes, text))]),
  );
  return allOf([...isListed, anyOf(inGroup)]);
}

/** The planner is not to look into the value: it would plan each search anew, which takes longer than most searches. */
function hasGrams(which: '@>' | '&&', grams: readonly string[], parameters: Parameters): string {
  return `s.grams ${which} (select ${parameters.bind(grams, 'text[]')})`;
}

function isOneOf(column: string, names: readonly string[]): string {
  const list = names.map(quoteText);
  return list.length === 1 ? `${column} = ${list[0]}` : `${column} in (${list.join(', ')})`;
}

/** A short word begins a word of the content, a longer one stands anywhere in one. */
function wanted({ word, grams }: QueryWord, parameters: Parameters): string {
  const begins = grams.length === 1 && grams[0] === `^${word}`;
  return parameters.bind(begins ? ` ${word}` : word, 'text');
}

function hasText(classes: readonly string[], text: string): string {
  return anyOf(
    classes.map((name) => `strpos(' ' || (s.content ->> ${quoteText(name)}), ${text}) > 0`),
  );
}

/** Out of an array PostgreSQL expects ten: it looks up what was found, however large the table is. */
export function isAmong(id: string, ids: string): string {
  return `${id} in (select unnest(array(${ids})))`;
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
    isAmong(
      `${source.alias}.id`,
      `select record_id from hits where entity = ${quoteText(model.id)}`,
    ),
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
