import type { Execution } from '../../../src/index.ts';
import { tableOf } from '../../../src/records/sql-parameters.ts';
import type { Verb } from '../../../src/records/write.ts';
import { undone, type Bench } from '../bench.ts';
import { makeText } from '../make-text.ts';
import { PLANS } from '../plans.ts';
import type { Random } from '../random.ts';
import { attempt, same, type Outcome, type Trial } from '../trial.ts';
import type { Values, ValuePlan, WorldPlan } from '../world-plan.ts';

/** Writes one item; a refusal is thrown, as the facade does. */
export async function one<Item>(
  execution: Execution,
  bench: Bench,
  entity: string,
  verb: Verb<Item>,
  item: Item,
) {
  const [result] = await verb(execution, bench.model(entity), [item], { atomic: 'all' });
  if (result!.status === 'failed') throw result!.error;
  return result!;
}

/** Runs a write that is refused: with the code that the oracle says, and without a trace. */
export async function refused(
  bench: Bench,
  code: string,
  write: () => Promise<unknown>,
): Promise<Outcome> {
  const before = await bench.fingerprint();
  const got = await attempt(write);
  same('refused with', 'code' in got ? got.code : 'nothing', code);
  same('what is changed by a refused write', await bench.fingerprint(), before);
  return 'refused';
}

/** Runs a write that is permitted, looks at what came of it, and undoes it. */
export async function permitted<T>(
  { writes }: Pick<Trial<unknown>, 'writes'>,
  write: (inner: Execution) => Promise<T>,
  look: (written: T, inner: Execution) => Promise<void>,
): Promise<Outcome> {
  const got = await attempt(() =>
    undone(writes, async (inner) => {
      const written = await write(inner);
      await look(written, inner);
      return true;
    }),
  );
  same('refused with', 'code' in got ? got : undefined, undefined);
  return 'found';
}

export async function stored(
  bench: Bench,
  inner: Execution,
  entity: string,
  id: string,
): Promise<Readonly<Record<string, unknown>>> {
  const model = bench.model(entity);
  const [row] = await inner.transaction!.query(`select * from ${tableOf(model)} where id = $1`, [
    id,
  ]);
  return Object.fromEntries(
    Object.keys(PLANS[entity]!.fields).map((name) => {
      const { value, entity: other } = model.fields.get(name)!.columns;
      const own = row![value] ?? null;
      return [name, other && own !== null ? { entity: row![other], id: own } : own];
    }),
  );
}

/** Values as they are written: with references to what is there, whether he sees it or not. */
export function makeValues(
  random: Random,
  world: WorldPlan,
  entity: string,
  count: number,
): Values {
  const { fields } = PLANS[entity]!;
  const free = Object.keys(fields).filter(
    (name) => name !== 'id' && name !== 'chip' && name !== 'team',
  );
  const of = (target: string): string[] => {
    if (target === 'tessera.user') return world.users.map(({ id }) => id);
    return world.rows.filter((row) => row.entity === target).map(({ id }) => id);
  };
  const value = (name: string): ValuePlan => {
    const { type, target, options } = fields[name]!;
    if (type === 'integer' || type === 'rollup') return 10 + random.whole(9);
    if (type === 'boolean') return random.chance(0.5);
    if (type === 'date') return '2026-04-01';
    if (type === 'datetime') return '2026-04-01T10:00:00.000Z';
    if (type === 'choice') return random.pick(options!);
    if (type === 'state') return `phase ${random.whole(4)}`;
    if (type === 'refs') return random.some(of(target!), 0.1);
    if (type === 'ref') return random.pick(of(target!));
    if (type !== 'anyRef') return `${makeText(random)} new`;
    const { entity: at, id } = random.pick(world.rows);
    return { entity: at, id };
  };
  const names = new Set(Array.from({ length: count }, () => random.pick(free)));
  return Object.fromEntries([...names].map((name) => [name, value(name)]));
}

export function sameStored(row: Readonly<Record<string, unknown>>, values: Values): void {
  const only = (all: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(
      Object.keys(values)
        .filter((name) => name !== 'id' && name !== 'createdAt' && !/^house[CS]/u.test(name))
        .map((name) => [name, plain(all[name])]),
    );
  same('what is stored', only(row), only(values));
}

function plain(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? null : (value ?? null);
}
