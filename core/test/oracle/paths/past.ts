import { readHistory } from '../../../src/records/history.ts';
import { readTimeline } from '../../../src/records/timeline.ts';
import { asText } from '../make-text.ts';
import { masked } from '../oracle-answer.ts';
import type { Oracle } from '../oracle.ts';
import { PLANS } from '../plans.ts';
import { attempt, CODES, same, settled, type Path } from '../trial.ts';
import type { RowPlan, ValuePlan } from '../world-plan.ts';
import { idsOf } from './records.ts';

interface PastAsk {
  readonly entity: string;
  readonly id: string;
}

/** The past of a record is told to whoever may read it, also in the recycle bin. */
function refusal(oracle: Oracle, { entity, id }: PastAsk): string | undefined {
  if (!oracle.mayAny(entity, 'read')) return CODES.refused;
  const row = oracle.row(entity, id);
  return row && oracle.may('read', row) ? undefined : 'CORE_RECORD_MISSING';
}

type Pair = readonly [ValuePlan, ValuePlan];

/** Changes of fields that he may see, masked where they are masked. */
function shownChanges(
  oracle: Oracle,
  entity: string,
  changes: Readonly<Record<string, Pair>>,
): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([name, pair]) => {
      const access = oracle.access(entity, name);
      if (access === 'none') return [];
      return [[name, access === 'mask' ? pair.map(masked) : pair]];
    }),
  );
}

/** References that he sees are told with their titles, and states to whoever sees their field. */
function titled(
  oracle: Oracle,
  entity: string,
  changes: Record<string, readonly unknown[]>,
): unknown {
  const title = (name: string, value: unknown): unknown => {
    const { type, target } = PLANS[entity]!.fields[name]!;
    if (Array.isArray(value)) return value.map((one) => title(name, one));
    const pair = type === 'anyRef' ? (value as { entity: string; id: string } | null) : undefined;
    const at = pair ? pair.entity : target;
    if (at === undefined || value === null) return value;
    const row = oracle.row(at, pair ? pair.id : value);
    if (row && type === 'state') return { id: row.id, entity: at, title: row.values['name'] };
    if (!oracle.sees(row) || !oracle.isOpen(at, 'name')) return value;
    return { id: row.id, entity: at, title: row.values['name'] };
  };
  return Object.fromEntries(
    Object.entries(changes).map(([name, pair]) => [name, pair.map((value) => title(name, value))]),
  );
}

export const history: Path<PastAsk> = {
  name: 'history',
  make(random, world) {
    const { entity, record } = random.pick(world.history);
    return { entity, id: record };
  },
  async check({ bench, oracle, reads, ask }) {
    const refused = refusal(oracle, ask);
    const window = { limit: 50 };
    const got = await attempt(() => readHistory(reads, bench.model(ask.entity), ask.id, window));
    const past = settled('the history', got, refused);
    if (!past) return refused === CODES.refused ? 'refused' : 'empty';
    const expected = oracle.world.history
      .filter(({ record }) => record === ask.id)
      .map(({ changes }) => shownChanges(oracle, ask.entity, changes));
    same(
      'the values',
      past.items.map(({ values }) => values),
      expected,
    );
    same(
      'the changes',
      past.items.map(({ changes }) => changes),
      expected.map((changes) => titled(oracle, ask.entity, changes)),
    );
    return 'found';
  },
};

export const timeline: Path<PastAsk> = {
  name: 'timeline',
  make(random, world) {
    const told = world.rows.flatMap(({ values }) => {
      const about = values['about'] as { entity: string; id: string } | null | undefined;
      return about ? [about] : [];
    });
    return told.length > 0 && random.chance(0.8)
      ? random.pick(told)
      : random.pick(world.rows.filter(({ entity }) => entity === 'zoo.park'));
  },
  async check({ bench, oracle, reads, ask }) {
    const refused = refusal(oracle, ask);
    const window = { limit: 100 };
    const got = await attempt(() => readTimeline(reads, bench.model(ask.entity), ask.id, window));
    const found = settled('the timeline', got, refused);
    if (!found) return refused === CODES.refused ? 'refused' : 'empty';
    const records = found.items.filter(({ kind }) => kind === 'record');
    same('the records in it', idsOf(records), idsOf(notesAbout(oracle, ask)));
    for (const { id, title, at } of records) {
      const note = oracle.row('zoo.note', id)!;
      const access = oracle.access('zoo.note', 'name');
      const name = note.values['name'] ?? null;
      same(
        `the title of ${id}`,
        title,
        access === 'none' ? null : access === 'mask' ? masked(name) : name,
      );
      same(`the time of ${id}`, at, timeOf(oracle, note));
    }
    const changed = found.items.filter(({ kind }) => kind === 'change');
    const names = changed.flatMap(({ changes }) => Object.keys(changes ?? {}));
    same(
      'changes of fields that are not for him',
      names.filter((name) => oracle.access(ask.entity, name) === 'none'),
      [],
    );
    return found.items.length > 0 ? 'found' : 'empty';
  },
};

function notesAbout(oracle: Oracle, { entity, id }: PastAsk): readonly RowPlan[] {
  if (!oracle.isOpen('zoo.note', 'about')) return [];
  const key = (note: RowPlan): string => `${asText(timeOf(oracle, note))} ${note.id}`;
  return oracle
    .rows('zoo.note')
    .filter((note) => {
      const about = note.values['about'] as { entity: string; id: string } | null;
      return about?.entity === entity && about.id === id && oracle.sees(note);
    })
    .toSorted((one, other) => (key(one) < key(other) ? 1 : -1));
}

function timeOf(oracle: Oracle, note: RowPlan): unknown {
  const at = oracle.isOpen('zoo.note', 'at') ? note.values['at'] : null;
  return at ?? note.values['createdAt'];
}
