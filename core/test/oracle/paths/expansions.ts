import { aggregateRecords } from '../../../src/records/aggregate.ts';
import { queryRecords } from '../../../src/records/read.ts';
import { globalSearch, groupedSearch } from '../../../src/records/search.ts';
import { makeFilter, makePath } from '../make-filter.ts';
import { asText, makeText } from '../make-text.ts';
import {
  answer,
  grouped,
  hasWords,
  isSearched,
  shownValues,
  type Asked,
  type MeasuresPlan,
} from '../oracle-answer.ts';
import { wayOf } from '../oracle-filter.ts';
import type { Oracle } from '../oracle.ts';
import { ENTITIES, PLANS } from '../plans.ts';
import type { Random } from '../random.ts';
import { attempt, CODES, same, settled, type Path, type Trial } from '../trial.ts';
import type { RowPlan } from '../world-plan.ts';
import { idsOf, sameRecord } from './records.ts';

interface GroupAsk extends Asked {
  readonly groupBy: readonly string[];
  readonly measures: MeasuresPlan;
}

function makeGroups(random: Random, most: number): GroupAsk {
  const entity = random.pick(ENTITIES);
  const path = (pattern: RegExp): string | undefined => {
    for (let tries = 0; tries < 40; tries++) {
      const found = makePath(random, entity);
      if (pattern.test(found)) return found;
    }
    return undefined;
  };
  const number = path(/(?:^|\.)(?:rank|size|width|weight|price|order|houseCount|houseSize)$/u);
  const verb = random.pick(['sum', 'min', 'max', 'countDistinct']);
  return {
    entity,
    ...(random.chance(0.3) ? { filter: makeFilter(random, entity, 1) } : {}),
    groupBy: Array.from(
      { length: most === 0 ? 0 : 1 },
      () => path(/^(?!.*(?:friends|about|createdAt|\bat$)).*$/u) ?? 'name',
    ),
    measures: {
      n: 'count',
      ...(number !== undefined && random.chance(0.7) ? { m: { [verb]: number } } : {}),
    },
  };
}

async function checkGroups({ bench, oracle, reads, ask }: Trial<GroupAsk>) {
  const { entity, groupBy, measures } = ask;
  let rows = answer(oracle, ask);
  const paths = [
    ...groupBy,
    ...Object.values(measures).flatMap((one) => (one === 'count' ? [] : Object.values(one))),
  ];
  if (typeof rows !== 'string' && paths.some((path) => !wayOf(oracle, entity, path)?.field))
    rows = 'unknown';
  const { entity: _, ...query } = ask;
  const got = await attempt(() => aggregateRecords(reads, bench.model(entity), query as never));
  const groups = settled('the aggregate', got, typeof rows === 'string' ? CODES[rows] : undefined);
  if (!groups || typeof rows === 'string') return 'refused' as const;
  const told = groups.map((group) =>
    JSON.stringify([
      groupBy.map((path) => plainGroup(group[path])),
      Object.keys(measures).map((name) => (group[name] === null ? null : asText(group[name]))),
    ]),
  );
  same('the groups', told.toSorted(), grouped(oracle, rows, groupBy, measures));
  return rows.length > 0 ? ('found' as const) : ('empty' as const);
}

function plainGroup(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return asText(value);
  const { id, title, key, label, kind } = value as Record<string, unknown>;
  return key === undefined ? [id, title] : [id, key, label, kind];
}

export const aggregate: Path<GroupAsk> = {
  name: 'aggregate',
  make: (random) => makeGroups(random, 0),
  check: checkGroups,
};
export const groupBy: Path<GroupAsk> = {
  name: 'group by',
  make: (random) => makeGroups(random, 1),
  check: checkGroups,
};

interface IncludeAsk {
  readonly entity: string;
  readonly include: readonly string[];
}

const INCLUDES: Readonly<Record<string, readonly string[]>> = {
  'zoo.park': ['parent', 'owner', 'parent.parent', 'team'],
  'zoo.house': ['park', 'park.parent', 'owner'],
  'zoo.cage': ['house', 'house.park', 'house.owner'],
  'zoo.animal': ['park', 'friends', 'phase', 'park.owner'],
  'zoo.note': ['about', 'owner'],
};

export const include: Path<IncludeAsk> = {
  name: 'include',
  make(random) {
    const entity = random.pick(Object.keys(INCLUDES));
    return { entity, include: [random.pick(INCLUDES[entity]!)] };
  },
  async check({ bench, oracle, reads, ask }) {
    const [path] = ask.include as [string];
    let rows = answer(oracle, ask);
    if (typeof rows !== 'string' && !wayOf(oracle, ask.entity, path)?.field) rows = 'unknown';
    const query = { include: ask.include, limit: 1000 };
    const got = await attempt(() => queryRecords(reads, bench.model(ask.entity), query));
    const page = settled('the list', got, typeof rows === 'string' ? CODES[rows] : undefined);
    if (!page || typeof rows === 'string') return 'refused';
    same('the ids', idsOf(page.records).toSorted(), idsOf(rows).toSorted());
    const names = path.split('.');
    for (const record of page.records) {
      const row = oracle.row(ask.entity, record.id)!;
      sameRecord(oracle, row, record, [names[0]!]);
      sameExpansion(oracle, row, record, names);
    }
    return rows.length > 0 ? 'found' : 'empty';
  },
};

/** What stands in place of a reference: nothing of what the reader does not see. */
function sameExpansion(
  oracle: Oracle,
  row: RowPlan,
  record: Readonly<Record<string, unknown>>,
  [name, ...rest]: readonly string[],
): void {
  const { type, target } = PLANS[row.entity]!.fields[name!]!;
  const value = row.values[name!] ?? null;
  const told = record[name!] as Readonly<Record<string, unknown>> | null;
  if (type === 'refs') {
    const seen = (value as readonly string[]).flatMap((id) => mention(oracle, target!, id) ?? []);
    return same(`the records in ${name}`, told, seen);
  }
  if (type === 'anyRef') {
    const pair = value as { entity: string; id: string } | null;
    return same(`the record in ${name}`, told, pair && mention(oracle, pair.entity, pair.id));
  }
  const other = value === null ? undefined : oracle.row(target!, value);
  if (type === 'state') {
    const { id, key, name: title } = (told ?? {}) as Record<string, unknown>;
    const state = other && { id: other.id, key: other.values['key'], title: other.values['name'] };
    return same('the state', told ? { id, key, title } : undefined, state);
  }
  const isSeen = oracle.sees(other);
  same(`that ${name} shows ${asText(value)}`, told?.['id'] ?? null, isSeen ? other.id : null);
  if (!isSeen || !told) return;
  const title = oracle.isOpen(target!, 'name') ? other.values['name'] : null;
  same(`the title of ${name}`, told['title'], title);
  if (target!.startsWith('zoo.')) sameRecord(oracle, other, told, rest);
  else same('the name', told['name'] ?? null, shownValues(oracle, other)['name'] ?? null);
  if (rest.length > 0) sameExpansion(oracle, other, told, rest);
}

function mention(oracle: Oracle, entity: string, id: string): object | null {
  const row = oracle.row(entity, id);
  if (!oracle.sees(row)) return null;
  return { id, title: oracle.isOpen(entity, 'name') ? row.values['name'] : null, entity };
}

interface SearchAsk {
  readonly question: string;
}

function makeQuestion(random: Random): SearchAsk {
  const word = makeText(random);
  return { question: random.chance(0.7) ? word.slice(0, 5).trim() : word };
}

/** What there is to find, by entity. */
function hits(oracle: Oracle, { question }: SearchAsk): ReadonlyMap<string, readonly RowPlan[]> {
  const found = ENTITIES.filter((entity) => isSearched(oracle, entity)).map((entity) => {
    const rows = oracle.rows(entity).filter((row) => oracle.sees(row));
    return [entity, rows.filter((row) => hasWords(oracle, row, question))] as const;
  });
  return new Map(found.filter(([, rows]) => rows.length > 0));
}

export const searchGlobal: Path<SearchAsk> = {
  name: 'global search',
  make: makeQuestion,
  async check({ oracle, reads, ask }) {
    const rows = [...hits(oracle, ask).values()].flat();
    const found = await globalSearch(reads, ask.question, 100);
    const expected = rows.map((row) => ({
      entity: row.entity,
      id: row.id,
      title: oracle.isOpen(row.entity, 'name') ? row.values['name'] : null,
    }));
    const byId = (one: { id: string }, other: { id: string }): number =>
      one.id < other.id ? -1 : 1;
    const told = found.map(({ entity, id, title }) => ({ entity, id, title }));
    same('the hits', told.toSorted(byId), expected.toSorted(byId));
    return rows.length > 0 ? 'found' : 'empty';
  },
};

export const searchGrouped: Path<SearchAsk> = {
  name: 'grouped search',
  make: makeQuestion,
  async check({ oracle, reads, ask }) {
    const expected = hits(oracle, ask);
    const found = await groupedSearch(reads, ask.question, 2);
    const counts = (list: readonly [string, number, number][]): unknown =>
      Object.fromEntries(list.map(([entity, ...rest]) => [entity, rest]));
    same(
      'the groups',
      counts(found.map((group) => [group.entity, group.total, group.hits.length])),
      counts([...expected].map(([entity, { length }]) => [entity, length, Math.min(2, length)])),
    );
    for (const { entity, hits: told } of found) {
      const ids = idsOf(expected.get(entity)!);
      same(
        'hits that are none',
        idsOf(told).filter((id) => !ids.includes(id)),
        [],
      );
    }
    return found.length > 0 ? 'found' : 'empty';
  },
};
