import { isDeepStrictEqual } from 'node:util';
import type { Oracle } from './oracle.ts';
import { PLANS } from './plans.ts';
import type { RowPlan, Values, ValuePlan } from './world-plan.ts';

/** What is to be written: the values that count, or the code of the refusal. */
export type Verdict = { readonly values: Values } | { readonly refused: string };

/** What a write of an entity is refused with before any record is looked at. */
export function refusedVerb(oracle: Oracle, entity: string, action: string): string | undefined {
  if (oracle.reader.isSeen) return 'CORE_VIEW_ONLY';
  return oracle.mayAny(entity, action) ? undefined : 'CORE_NOT_PERMITTED';
}

/** What one does not read is missing; what one only reads is not permitted. */
export function refusedRecord(
  oracle: Oracle,
  row: RowPlan | undefined,
  action: string,
): string | undefined {
  if (!row || !oracle.may('read', row)) return 'CORE_RECORD_MISSING';
  return oracle.may(action, row) ? undefined : 'CORE_NOT_PERMITTED';
}

export function decideUpdate(oracle: Oracle, entity: string, id: string, changes: Values): Verdict {
  const row = oracle.row(entity, id);
  const refused = refusedRecord(oracle, row?.deleted ? undefined : row, 'update');
  if (refused !== undefined) return { refused };
  const values = writable(oracle, entity, changes);
  if (!values) return { refused: 'CORE_INPUT_INVALID' };
  const changing = Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => !isDeepStrictEqual(value, row!.values[name] ?? null),
    ),
  );
  if (!refersToSeen(oracle, entity, changing)) return { refused: 'CORE_INPUT_INVALID' };
  return { values: withTeam(oracle, changing) };
}

export function decideCreate(oracle: Oracle, entity: string, given: Values): Verdict {
  const values = writable(oracle, entity, given);
  const isComplete = Object.keys(given).every(
    (name) => !REQUIRED.includes(name) || (values && name in values),
  );
  if (!values || !isComplete || !refersToSeen(oracle, entity, values))
    return { refused: 'CORE_INPUT_INVALID' };
  const owned = PLANS[entity]!.owned
    ? withTeam(oracle, { ...values, owner: values['owner'] ?? oracle.me })
    : values;
  const row: RowPlan = {
    entity,
    id: '00000000-0000-4000-8000-000000000000',
    deleted: false,
    values: { createdAt: new Date().toISOString(), ...beginning(oracle, entity), ...owned },
  };
  return oracle.may('create', row) ? { values: row.values } : { refused: 'CORE_NOT_PERMITTED' };
}

const REQUIRED: readonly string[] = ['name', 'key', 'kind', 'order'];

/** What is left of an input: fields that may only be seen go in silence; one that may not be seen is a fault. */
function writable(oracle: Oracle, entity: string, given: Values): Values | undefined {
  const { fields } = PLANS[entity]!;
  const names = Object.keys(given);
  if (names.some((name) => oracle.access(entity, name) === 'none')) return undefined;
  return Object.fromEntries(
    names
      .filter((name) => oracle.access(entity, name) === 'write' && fields[name]!.closed !== true)
      .map((name) => [name, stateOf(oracle, entity, name, given[name]!)]),
  );
}

/** A state is named by its key, whoever may read its record. */
function stateOf(oracle: Oracle, entity: string, name: string, value: ValuePlan): ValuePlan {
  const { type, target } = PLANS[entity]!.fields[name]!;
  if (type !== 'state') return value;
  return oracle.rows(target!).find(({ values }) => values['key'] === value)?.id ?? value;
}

/** One points only to what one sees; to oneself always. */
function refersToSeen(oracle: Oracle, entity: string, values: Values): boolean {
  return Object.entries(values).every(([name, value]) => {
    const { type, target } = PLANS[entity]!.fields[name]!;
    if (type === 'state' || value === null) return true;
    if (type === 'anyRef') {
      const { entity: other, id } = value as { entity: string; id: string };
      return oracle.sees(oracle.row(other, id));
    }
    if (target === undefined) return true;
    const ids = Array.isArray(value) ? value : [value];
    return ids.every((id) => id === oracle.me || oracle.sees(oracle.row(target, id)));
  });
}

/** A record follows its owner into the owner's team. */
function withTeam(oracle: Oracle, values: Values): Values {
  const { owner, team } = values;
  if (typeof owner !== 'string' || team !== undefined) return values;
  return { ...values, team: oracle.world.users.find(({ id }) => id === owner)?.team ?? null };
}

function beginning(oracle: Oracle, entity: string): Values {
  if (entity === 'zoo.park') return { houseCount: 0, houseSize: 0 };
  if (entity !== 'zoo.animal') return {};
  const [first] = oracle
    .rows('zoo.phase')
    .toSorted(
      (one, other) =>
        Number(one.values['order']) - Number(other.values['order']) || (one.id < other.id ? -1 : 1),
    );
  return { phase: first?.id ?? null };
}
