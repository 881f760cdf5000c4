import { countRecords, queryRecords, readRecord } from '../../../src/records/read.ts';
import { exportPage } from '../../../src/records/export-read.ts';
import { runIn } from '../../../src/plugin/execution.ts';
import { recordsOf } from '../../../src/records/facade.ts';
import { readable } from '../../../src/records/read.ts';
import type { AnyRecord, Page } from '../../../src/records/records.ts';
import { makeFilter, makePath } from '../make-filter.ts';
import { makeText } from '../make-text.ts';
import { answer, sorted, type Asked, type SortPlan } from '../oracle-answer.ts';
import type { Oracle } from '../oracle.ts';
import { wayOf } from '../oracle-filter.ts';
import { ENTITIES, PLANS } from '../plans.ts';
import type { Random } from '../random.ts';
import { attempt, CODES, same, settled, type Outcome, type Path, type Trial } from '../trial.ts';
import type { RowPlan, WorldPlan } from '../world-plan.ts';
import { idsOf, sameRecord } from './records.ts';

interface ListAsk extends Asked {
  readonly sort: readonly SortPlan[];
  readonly limit: number;
}

function makeAsk(random: Random): ListAsk {
  const entity = random.pick(ENTITIES);
  return {
    entity,
    ...(random.chance(0.3) ? { filter: makeFilter(random, entity, 1) } : {}),
    ...(random.chance(0.15) && entity !== 'zoo.phase'
      ? { search: makeText(random).slice(0, 4) }
      : {}),
    ...(random.chance(0.12) ? { deleted: true } : {}),
    sort: random.chance(0.5) ? [makeSort(random, entity)] : [],
    limit: random.pick([3, 7, 1000]),
  };
}

function makeSort(random: Random, entity: string): SortPlan {
  const direction = random.pick(['asc', 'desc'] as const);
  for (;;) {
    const field = makePath(random, entity);
    if (!/friends|about/u.test(field)) return { field, direction };
  }
}

/** What the oracle lists, or how it refuses. */
function expected(oracle: Oracle, ask: ListAsk): readonly RowPlan[] | 'refused' | 'unknown' {
  const rows = answer(oracle, ask);
  if (typeof rows === 'string') return rows;
  const isKnown = ask.sort.every(({ field }) => wayOf(oracle, ask.entity, field)?.field);
  return isKnown ? sorted(oracle, rows, ask.sort) : 'unknown';
}

async function everyPage(
  ask: ListAsk,
  read: (query: object) => Promise<Pick<Page<AnyRecord>, 'records' | 'next' | 'total'>>,
) {
  const { entity: _, ...query } = ask;
  const records: AnyRecord[] = [];
  const totals = new Set<number | undefined>();
  let next: string | undefined;
  do {
    const page = await read({
      ...query,
      count: 'exact',
      ...(next === undefined ? {} : { cursor: next }),
    });
    records.push(...page.records);
    totals.add(page.total);
    next = page.next;
  } while (next !== undefined);
  return { records, totals: [...totals] };
}

async function checkList({ bench, oracle, reads, ask }: Trial<ListAsk>): Promise<Outcome> {
  const rows = expected(oracle, ask);
  const got = await attempt(() =>
    everyPage(ask, (query) => queryRecords(reads, bench.model(ask.entity), query)),
  );
  const refusal = typeof rows === 'string' ? CODES[rows] : undefined;
  const found = settled('the list', got, refusal);
  if (!found || typeof rows === 'string') return 'refused';
  same('the ids of the list', idsOf(found.records), idsOf(rows));
  same('the total of the list', found.totals, [rows.length]);
  for (const [index, row] of rows.entries()) sameRecord(oracle, row, found.records[index]!);
  return rows.length > 0 ? 'found' : 'empty';
}

export const list: Path<ListAsk> = { name: 'list', make: makeAsk, check: checkList };

export const relationFilter: Path<ListAsk> = {
  name: 'filter through relations',
  make(random) {
    for (;;) {
      const ask = { ...makeAsk(random), sort: [], search: undefined };
      const filter = makeFilter(random, ask.entity, 2);
      if (/some|none|every|\./u.test(JSON.stringify(filter))) return { ...ask, filter };
    }
  },
  check: checkList,
};

export const relatedList: Path<ListAsk> = {
  name: 'related list',
  make(random, world) {
    const [entity, via] = random.pick([
      ['zoo.house', 'park'],
      ['zoo.cage', 'house'],
      ['zoo.animal', 'park'],
      ['zoo.park', 'parent'],
    ] as const);
    const parents = world.rows.filter((row) => row.entity === PLANS[entity]!.fields[via]!.target);
    return {
      entity,
      filter: { [via]: random.pick(parents).id },
      sort: [{ field: 'name', direction: 'asc' }],
      limit: 5,
    };
  },
  check: checkList,
};

export const searchWithin: Path<ListAsk> = {
  name: 'search within a list',
  make: (random) => ({
    ...makeAsk(random),
    entity: random.pick(ENTITIES.filter((entity) => entity !== 'zoo.phase')),
    filter: undefined,
    sort: [],
    search: makeText(random)
      .slice(0, random.pick([3, 5, 8]))
      .trim(),
  }),
  check: checkList,
};

/** A hidden field is refused with the same words as one that is not there. */
export const sort: Path<ListAsk> = {
  name: 'sort',
  make(random) {
    const ask = makeAsk(random);
    return { ...ask, filter: undefined, sort: [makeSort(random, ask.entity)] };
  },
  async check(trial) {
    const outcome = await checkList(trial);
    const { ask, bench, reads, oracle } = trial;
    const [{ field }] = ask.sort as [SortPlan];
    if (outcome === 'refused' && oracle.mayAny(ask.entity, 'read') && !field.includes('.')) {
      const refuse = (name: string) =>
        attempt(() =>
          queryRecords(reads, bench.model(ask.entity), {
            sort: [{ field: name, direction: 'asc' }],
          }),
        );
      const bogus = await refuse('nothing');
      const text = JSON.stringify(await refuse(field)).replaceAll(`“${field}”`, '“nothing”');
      same('the refusal of a hidden field', text, JSON.stringify(bogus));
    }
    return outcome;
  },
};

interface GetAsk {
  readonly entity: string;
  readonly id: string;
  readonly deleted: boolean;
}

function makeGet(random: Random, world: WorldPlan): GetAsk {
  const { entity, id, deleted } = random.pick(world.rows);
  return { entity, id, deleted: random.chance(0.1) ? !deleted : deleted };
}

async function checkGet(
  { oracle, ask }: Trial<GetAsk>,
  read: () => Promise<AnyRecord | undefined>,
): Promise<Outcome> {
  const got = await attempt(read);
  const isRefused = !oracle.mayAny(ask.entity, 'read');
  const record = settled('the record', got, isRefused ? CODES.refused : undefined);
  if (isRefused) return 'refused';
  const row = oracle.row(ask.entity, ask.id);
  const isSeen = row !== undefined && row.deleted === ask.deleted && oracle.may('read', row);
  same(`that there is ${ask.entity} ${ask.id}`, record !== undefined, isSeen);
  if (record && row) sameRecord(oracle, row, record);
  return record ? 'found' : 'empty';
}

export const get: Path<GetAsk> = {
  name: 'get',
  make: makeGet,
  check: (trial) =>
    checkGet(trial, () =>
      readRecord(trial.reads, trial.bench.model(trial.ask.entity), trial.ask.id, {
        deleted: trial.ask.deleted,
      }),
    ),
};

export const count: Path<ListAsk> = {
  name: 'count',
  make: (random) => ({ ...makeAsk(random), sort: [], search: undefined, deleted: false }),
  async check({ bench, oracle, reads, ask }) {
    const rows = answer(oracle, ask);
    const got = await attempt(() =>
      countRecords(reads, bench.model(ask.entity), ask.filter as never),
    );
    const found = settled('the count', got, typeof rows === 'string' ? CODES[rows] : undefined);
    if (typeof rows === 'string') return 'refused';
    same('the count', found, rows.length);
    return rows.length > 0 ? 'found' : 'empty';
  },
};

/** What a reader who looks through another's eyes is told of everything but reading. */
function refusedAction(oracle: Oracle, entity: string, action: string): string | undefined {
  if (oracle.reader.isSeen && action !== 'read') return 'CORE_VIEW_ONLY';
  return oracle.mayAny(entity, action) ? undefined : CODES.refused;
}

export const exported: Path<ListAsk> = {
  name: 'export',
  make: makeAsk,
  async check({ bench, oracle, reads, ask }) {
    const rows = expected(oracle, ask);
    const refusal =
      refusedAction(oracle, ask.entity, 'read') ??
      refusedAction(oracle, ask.entity, 'export') ??
      (typeof rows === 'string' ? CODES[rows] : undefined);
    const { entity, limit: _, ...query } = ask;
    const got = await attempt(() => exportPage(reads, bench.model(entity), query as never));
    const page = settled('the export', got, refusal);
    if (!page || typeof rows === 'string') return 'refused';
    const taken = rows.filter((row) => oracle.may('export', row));
    same('the ids of the export', idsOf(page.records), idsOf(taken));
    for (const [index, row] of taken.entries()) sameRecord(oracle, row, page.records[index]!);
    return taken.length > 0 ? 'found' : 'empty';
  },
};

/** Code of plugins reads as the one who asks: `ctx.records`. */
export const pluginRecords: Path<ListAsk> = {
  name: 'plugin code: records',
  make: makeAsk,
  async check({ oracle, reads, ask }) {
    const rows = expected(oracle, ask);
    const records = recordsOf()(ask.entity as never);
    const got = await attempt(() =>
      runIn(reads, () => everyPage(ask, (query) => records.query(query))),
    );
    const found = settled('records', got, typeof rows === 'string' ? CODES[rows] : undefined);
    if (!found || typeof rows === 'string') return 'refused';
    same('the ids of the records', idsOf(found.records), idsOf(rows));
    const [row] = oracle.rows(ask.entity);
    const one = await runIn(reads, () => records.find(row!.id));
    same('that one is found', one !== undefined, oracle.sees(row));
    return rows.length > 0 ? 'found' : 'empty';
  },
};

/** Own SQL of plugins over what the reader may read: no row and no column beside. */
export const readableSql: Path<{ readonly entity: string }> = {
  name: 'plugin code: readable',
  make: (random) => ({ entity: random.pick(ENTITIES) }),
  async check({ bench, oracle, reads, ask }) {
    const rows = answer(oracle, ask);
    const model = bench.model(ask.entity);
    const got = await attempt(async () => {
      const { sql, values } = readable(reads, model);
      return bench.database.query(`select * from ${sql} r order by id`, values);
    });
    const found = settled('readable', got, typeof rows === 'string' ? CODES[rows] : undefined);
    if (!found || typeof rows === 'string') return 'refused';
    same('the ids', idsOf(found as { id: string }[]), idsOf(rows).toSorted());
    const shut = Object.keys(PLANS[ask.entity]!.fields).filter(
      (name) => !oracle.isOpen(ask.entity, name),
    );
    const columns = shut.flatMap((name) => Object.values({ ...model.fields.get(name)!.columns }));
    same(
      'columns of fields that are not open',
      columns.filter((column) => found[0] && column in found[0]),
      [],
    );
    return found.length > 0 ? 'found' : 'empty';
  },
};
