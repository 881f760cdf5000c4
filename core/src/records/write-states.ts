import type { FieldModel } from '../entities/model.ts';
import { currentSql } from './database.ts';
import { isUuid } from './query-value.ts';
import { quoteName, tableOf } from './sql-parameters.ts';
import { fieldsOf, lowerFirst, type Draft, type Write } from './write-draft.ts';

/** A state of a machine. */
export interface State {
  readonly id: string;
  readonly key: string;
  /** The machine it belongs to; null where there is only one. */
  readonly machine: string | null;
}

/** The live states of each state field, in their order. */
export type States = ReadonlyMap<FieldModel, readonly State[]>;

/** Reads the states that the drafts may need; none when no state is touched. */
export async function loadStates(write: Write, drafts: readonly Draft[]): Promise<States> {
  const states = new Map<FieldModel, State[]>();
  for (const field of fieldsOf(write.model, 'state')) {
    const isTouched = (draft: Draft) =>
      field.name in draft.values || (field.within ?? field.name) in draft.values;
    if (write.action === 'create' || drafts.some(isTouched))
      states.set(field, await statesOf(write, field));
  }
  return states;
}

/** A new record begins in the state that its definition names, or in the first of its machine. */
export function beginStates(draft: Draft, states: States): void {
  for (const [field, list] of states) {
    if (draft.values[field.name] !== undefined) continue;
    const machine = field.within === undefined ? undefined : draft.values[field.within];
    const own = machine ? list.filter((state) => state.machine === idOf(machine)) : list;
    const first = own.find((state) => state.key === field.default) ?? own[0];
    if (!first) continue;
    draft.values[field.name] = first.id;
    if (field.within !== undefined && !machine) draft.values[field.within] = first.machine;
  }
}

/** Turns keys into ids, and sees that a state belongs to the machine of its record. */
export function resolveStates(draft: Draft, states: States): void {
  for (const [field, list] of states) {
    const given = draft.values[field.name];
    const machineName = field.within;
    const machine =
      machineName === undefined
        ? null
        : (draft.values[machineName] ?? draft.before?.record[machineName]);
    if (given === undefined) checkMachine(draft, field, list);
    if (typeof given !== 'string') continue;
    const candidates = list.filter(({ id, key }) =>
      isUuid(given) ? id === given.toLowerCase() : key === given,
    );
    const fitting =
      typeof machine === 'string'
        ? candidates.filter((state) => state.machine === machine)
        : candidates;
    const [state, another] = fitting;
    if (!state || another) {
      draft.problems.push({
        pointer: `/${field.name}`,
        detail: reasonOf(field, given, candidates, fitting),
      });
      continue;
    }
    draft.values[field.name] = state.id;
    if (machineName !== undefined && typeof machine !== 'string')
      draft.values[machineName] = state.machine;
  }
}

/** A reference comes as an id, or as an echo of the record that it was expanded to. */
function idOf(reference: unknown): unknown {
  return typeof reference === 'object' && reference !== null && 'id' in reference
    ? reference.id
    : reference;
}

/** A record that moves to another machine needs a state of it. */
function checkMachine(draft: Draft, field: FieldModel, list: readonly State[]): void {
  const { before } = draft;
  if (field.within === undefined || !before || !(field.within in draft.values)) return;
  const machine = draft.values[field.within];
  const current = list.find((state) => state.id === before.record[field.name]);
  if (machine === before.record[field.within] || current?.machine === machine) return;
  draft.problems.push({
    pointer: `/${field.name}`,
    detail: `Say which ${lowerFirst(field.label.en)} the record enters there.`,
  });
}

function reasonOf(
  field: FieldModel,
  given: string,
  candidates: readonly State[],
  fitting: readonly State[],
): string {
  if (fitting.length > 1) return `Several have the key “${given}”; say which by its id.`;
  if (candidates.length > 0)
    return `“${given}” belongs to another ${lowerFirst(field.within ?? field.label.en)}.`;
  return `${field.label.en} has no “${given}”.`;
}

async function statesOf({ execution }: Write, field: FieldModel): Promise<State[]> {
  const model =
    field.target === undefined ? undefined : execution.assembly.models.get(field.target);
  const column = (name: string | undefined) => model?.fields.get(name ?? '')?.columns.value;
  const key = column('key');
  if (!model || !key) return [];
  const order = column('order');
  const machine = column(field.within);
  return currentSql(execution).query<State>(
    `select id, ${quoteName(key)} as key, ${machine ? quoteName(machine) : 'null'} as machine from ${tableOf(model)}
     where deleted_at is null order by ${order ? `${quoteName(order)}, ` : ''}id`,
  );
}
