import type { Execution } from '../../../src/index.ts';
import { runIn } from '../../../src/plugin/execution.ts';
import { recordsOf } from '../../../src/records/facade.ts';
import { writeDeletions, writeRestorations, writeUpdates } from '../../../src/records/write.ts';
import { makeText } from '../make-text.ts';
import { shownValues } from '../oracle-answer.ts';
import {
  decideCreate,
  decideUpdate,
  refusedRecord,
  refusedVerb,
  type Verdict,
} from '../oracle-write.ts';
import { ENTITIES, PLANS } from '../plans.ts';
import type { Random } from '../random.ts';
import { attempt, same, type Outcome, type Path, type Trial } from '../trial.ts';
import type { RowPlan, Values, WorldPlan } from '../world-plan.ts';
import { makeValues, one, permitted, refused, sameStored, stored } from './written.ts';

interface UpdateAsk {
  readonly entity: string;
  readonly id: string;
  readonly changes: Values;
}

function makeUpdate(random: Random, world: WorldPlan): UpdateAsk {
  const { entity, id } = random.pick(world.rows);
  return { entity, id, changes: makeValues(random, world, entity, 1 + random.whole(2)) };
}

async function checkUpdate(trial: Trial<UpdateAsk>): Promise<Outcome> {
  const { bench, oracle, writes, ask } = trial;
  const { entity, id, changes } = ask;
  const item = { id, changes };
  const verb = refusedVerb(oracle, entity, 'update');
  const verdict = verb ? { refused: verb } : decideUpdate(oracle, entity, id, changes);
  if ('refused' in verdict)
    return refused(bench, verdict.refused, () => one(writes, bench, entity, writeUpdates, item));
  const row = oracle.row(entity, id)!;
  return permitted(
    trial,
    (inner) => one(inner, bench, entity, writeUpdates, item),
    async (_, inner) =>
      sameStored(await stored(bench, inner, entity, id), { ...row.values, ...verdict.values }),
  );
}

export const update: Path<UpdateAsk> = { name: 'update', make: makeUpdate, check: checkUpdate };

export const transition: Path<UpdateAsk> = {
  name: 'transition',
  make(random, world) {
    const animals = world.rows.filter(({ entity }) => entity === 'zoo.animal');
    const phase = `phase ${random.whole(4)}`;
    return { entity: 'zoo.animal', id: random.pick(animals).id, changes: { phase } };
  },
  check: checkUpdate,
};

interface CreateAsk {
  readonly entity: string;
  readonly values: Values;
}

export const create: Path<CreateAsk> = {
  name: 'create',
  make(random, world) {
    const entity = random.pick(ENTITIES);
    const required =
      entity === 'zoo.phase'
        ? { name: 'phase new', key: 'new', kind: 'open', order: 9 }
        : { name: `${makeText(random)} new` };
    const others = makeValues(random, world, entity, random.whole(3));
    return { entity, values: { ...others, ...required } };
  },
  async check(trial) {
    const { bench, oracle, writes, ask } = trial;
    const { entity, values } = ask;
    const verb = refusedVerb(oracle, entity, 'create');
    const verdict: Verdict = verb ? { refused: verb } : decideCreate(oracle, entity, values);
    const write = (inner: Execution) =>
      runIn(inner, () => recordsOf()(entity as never).create(values as never));
    if ('refused' in verdict) return refused(bench, verdict.refused, () => write(writes));
    return permitted(trial, write, async (record, inner) => {
      const { id } = record as { id: string };
      sameStored(await stored(bench, inner, entity, id), verdict.values);
      const row: RowPlan = { entity, id, deleted: false, values: { ...verdict.values, id } };
      const shown = oracle.may('read', row) ? Object.keys(shownValues(oracle, row)) : ['id'];
      const names = Object.keys(PLANS[entity]!.fields).filter((name) => name in (record as object));
      same(
        'fields that the maker is shown',
        names,
        Object.keys(PLANS[entity]!.fields).filter((name) => shown.includes(name)),
      );
    });
  },
};

interface OneAsk {
  readonly entity: string;
  readonly id: string;
}

function makeOne(random: Random, world: WorldPlan): OneAsk {
  const { entity, id } = random.pick(world.rows.filter((row) => row.entity !== 'zoo.phase'));
  return { entity, id };
}

export const remove: Path<OneAsk> = {
  name: 'delete',
  make: makeOne,
  async check(trial) {
    const { bench, oracle, writes, ask } = trial;
    const row = oracle.row(ask.entity, ask.id)!;
    const code =
      refusedVerb(oracle, ask.entity, 'delete') ??
      refusedRecord(oracle, row.deleted ? undefined : row, 'delete');
    const write = (inner: Execution) => one(inner, bench, ask.entity, writeDeletions, ask.id);
    if (code !== undefined) return refused(bench, code, () => write(writes));
    return permitted(trial, write, async ({ status }) => same('done', status, 'deleted'));
  },
};

export const restore: Path<OneAsk> = {
  name: 'restore',
  make(random, world) {
    const gone = world.rows.filter(({ deleted }) => deleted);
    const { entity, id } =
      gone.length > 0 && random.chance(0.8) ? random.pick(gone) : random.pick(world.rows);
    return { entity, id };
  },
  async check(trial) {
    const { bench, oracle, writes, ask } = trial;
    const row = oracle.row(ask.entity, ask.id)!;
    const code = refusedVerb(oracle, ask.entity, 'delete') ?? refusedRecord(oracle, row, 'delete');
    const write = (inner: Execution) => one(inner, bench, ask.entity, writeRestorations, ask.id);
    if (code !== undefined) return refused(bench, code, () => write(writes));
    return permitted(trial, write, async ({ status }) =>
      same('done', status, row.deleted ? 'restored' : 'unchanged'),
    );
  },
};

interface BulkAsk {
  readonly entity: string;
  readonly ids: readonly string[];
  readonly changes: Values;
  readonly atomic: 'all' | 'each';
}

/** Many at once: each is decided by itself; all together only where none is refused. */
export const bulk: Path<BulkAsk> = {
  name: 'bulk',
  make(random, world) {
    const entity = random.pick(ENTITIES);
    const rows = world.rows.filter((row) => row.entity === entity);
    return {
      entity,
      ids: random.some(rows, 0.5).map(({ id }) => id),
      changes: makeValues(random, world, entity, 1),
      atomic: random.pick(['all', 'each']),
    };
  },
  async check(trial) {
    const { bench, oracle, writes, ask } = trial;
    const { entity, ids, changes, atomic } = ask;
    const items = ids.map((id) => ({ id, changes }));
    const write = (inner: Execution) => writeUpdates(inner, bench.model(entity), items, { atomic });
    const verb = refusedVerb(oracle, entity, 'update');
    if (verb !== undefined) return refused(bench, verb, () => write(writes));
    const verdicts = ids.map((id) => decideUpdate(oracle, entity, id, changes));
    const isWhole = atomic === 'all' && ids.length > 1;
    const isRefused = verdicts.some((verdict) => 'refused' in verdict);
    const codes = verdicts.map((verdict) => {
      if ('refused' in verdict) return verdict.refused;
      return isWhole && isRefused ? 'CORE_BATCH_REFUSED' : undefined;
    });
    await permitted(trial, write, async (results, inner) => {
      same(
        'the outcomes',
        results.map((result) => (result.status === 'failed' ? result.error.code : undefined)),
        codes,
      );
      for (const [index, id] of ids.entries()) {
        const verdict = verdicts[index]!;
        const written = codes[index] === undefined && 'values' in verdict ? verdict.values : {};
        const row = oracle.row(entity, id)!;
        sameStored(await stored(bench, inner, entity, id), { ...row.values, ...written });
      }
    });
    return codes.includes(undefined) ? 'found' : 'empty';
  },
};

interface ConflictAsk {
  readonly entity: string;
  readonly chip: string;
}

const TAKEN = 'Another animal already has this value of Chip.';

/** A conflict with a record that he does not see reads as any other. */
export const conflict: Path<ConflictAsk> = {
  name: 'duplicate check',
  make(random, world) {
    const chips = world.rows.flatMap(({ deleted, values }) =>
      typeof values['chip'] === 'string' && !deleted ? [values['chip']] : [],
    );
    return { entity: 'zoo.animal', chip: chips.length > 0 ? random.pick(chips) : 'none' };
  },
  async check(trial) {
    const { bench, oracle, writes, ask } = trial;
    const values = { name: 'amber 00 new', chip: ask.chip };
    const verb = refusedVerb(oracle, ask.entity, 'create');
    const verdict: Verdict = verb ? { refused: verb } : decideCreate(oracle, ask.entity, values);
    const write = (inner: Execution) =>
      runIn(inner, () => recordsOf()(ask.entity as never).create(values as never));
    if ('refused' in verdict) return refused(bench, verdict.refused, () => write(writes));
    const isTaken = oracle
      .rows(ask.entity)
      .some(({ deleted, values: own }) => !deleted && own['chip'] === ask.chip);
    if (!isTaken || verdict.values['chip'] === undefined)
      return permitted(trial, write, async () => {});
    await refused(bench, 'CORE_VALUE_TAKEN', () => write(writes));
    const told = await attempt(() => write(writes));
    same('what the conflict says', told, {
      code: 'CORE_VALUE_TAKEN',
      message: TAKEN,
      problems: [{ pointer: '/chip', detail: TAKEN }],
    });
    return 'found';
  },
};
