import type { EntityModel } from '../entities/model.ts';
import { reachArms, union } from '../permissions/reach-arms.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { keepFor } from './query-memory.ts';
import { createParameters, tableOf, type Parameters } from './sql-parameters.ts';

/**
 * Of a reach of up to so many rows each list counts all: its ids are listed and looked up. Of a larger one every page is met soon in the order of
 * an index, and the total is more than is counted.
 */
const NARROW = 10_000;
/** So long a reach is taken to be as large as it was found to be: only the speed of a read depends on it. */
const KEPT_MS = 60_000;
const MAXIMUM_KEPT = 5000;
/** What looking a row up by its id costs, in rows that are met in the order of an index. */
const LOOK_UP = 12;
/** Reach may be spread unevenly: a walk goes so many times as far as it should have to. */
const SLACK = 2;
const MAXIMUM_COMPARED = 200;

/** How many rows the principal may read; of how many about, where that is known. */
export interface ReachSize {
  readonly reached: number;
  readonly rows: number | null;
}

interface Measured extends ReachSize {
  readonly until: number;
}

// What follows from an assembly; it goes when the assembly goes.
const known = new WeakMap<Assembly, Map<string, Measured>>();

/** Finds out how far the principal reaches, once a minute; reads that follow choose their plan by it. */
export async function measureReach(execution: Execution, model: EntityModel): Promise<void> {
  const arms = askReach(execution, model);
  if (!arms || find(execution, arms.key)) return;
  const [found] = await currentSql(execution).query<ReachSize>(
    `select (select count(*) from (${union(arms.selects)} limit ${NARROW + 1}) n)::int as reached,
      (select nullif(reltuples, -1)::float8 from pg_class where oid = $${arms.values.length + 1}::text::regclass) as rows`,
    [...arms.values, tableOf(model)],
  );
  if (found) note(execution.assembly, arms.key, found);
}

/** How large the reach was found to be a moment ago; undefined where that is not known, and where it is not narrow. */
export function narrowReach(execution: Execution, model: EntityModel): ReachSize | undefined {
  const asked = askReach(execution, model);
  const size = asked && find(execution, asked.key);
  return size && size.reached <= NARROW ? size : undefined;
}

/** How a read walks to a page of so many rows; undefined where looking up every row in reach is less. */
export function walkOf({ reached, rows }: ReachSize, page: number): Walk | undefined {
  const expected = rows === null ? Infinity : (page * rows) / reached;
  // A power of two, so that the statement stays the same.
  const entries = 2 ** Math.ceil(Math.log2(SLACK * expected));
  return entries <= LOOK_UP * reached ? { entries } : undefined;
}

/** How a search uses a narrow reach: many rows in reach are not compared with the rows found one by one. */
export function waySearched({ reached }: ReachSize): NarrowWay {
  return reached > MAXIMUM_COMPARED ? 'keep' : 'lookUp';
}

/**
 * How a read finds the rows in reach: it fetches them by their ids; it walks in the order of an index, and fetches them only where that leads
 * too far; or it keeps those that something else finds.
 */
export type NarrowWay = 'lookUp' | Walk | 'keep';

export interface Walk {
  /** It meets so many entries of the index at most. */
  readonly entries: number;
}

/** The condition of a narrow reach, in place of the predicate; a statement that also walks begins with the ids of `reachIds`. */
export function narrowCondition(
  execution: Execution,
  model: EntityModel,
  id: string,
  way: NarrowWay,
  parameters: Parameters,
): string {
  // As an array the ids go through the key, whatever the planner thinks of their number.
  if (typeof way === 'object') return `${id} = any(array(select id from ids))`;
  const ids = union(reachArms(execution, model, parameters) ?? []);
  return way === 'lookUp' ? `${id} = any(array(${ids}))` : isHashed(id, ids);
}

/** Behind “is true” the ids are hashed, not joined. */
export function isHashed(id: string, ids: string): string {
  return `(${id} in (${ids})) is true`;
}

/** The ids of the live rows in reach, each once, for a statement that begins with them: a share may be of a record in the recycle bin. */
export function reachIds(execution: Execution, model: EntityModel, parameters: Parameters): string {
  const arms = reachArms(execution, model, parameters) ?? [];
  // Out of an array PostgreSQL expects ten: of more than fit into memory, as it may expect them from the arms, it makes no hash.
  return (
    `ids as materialized (select n.id from unnest(array(${arms.join(' union ')})) n(id) where not exists` +
    ` (select 1 from ${tableOf(model)} d where d.id = n.id and d.deleted_at is not null))`
  );
}

interface AskedReach {
  readonly selects: readonly string[];
  readonly values: readonly unknown[];
  /** The same for everybody who reaches the same rows. */
  readonly key: string;
}

function askReach(execution: Execution, model: EntityModel): AskedReach | undefined {
  if (execution.principal.unlimited) return undefined;
  return keepFor(execution, `reach ${model.id}`, () => ({ reach: compileReach(execution, model) }))
    .reach;
}

function compileReach(execution: Execution, model: EntityModel): AskedReach | undefined {
  const parameters = createParameters();
  const selects = reachArms(execution, model, parameters);
  if (!selects || selects.length === 0) return undefined;
  const { values } = parameters;
  return { selects, values, key: JSON.stringify([model.id, selects, values]) };
}

function find({ assembly }: Execution, key: string): Measured | undefined {
  const found = known.get(assembly)?.get(key);
  return found && performance.now() < found.until ? found : undefined;
}

function note(assembly: Assembly, key: string, { reached, rows }: ReachSize): void {
  let sizes = known.get(assembly);
  if (!sizes) known.set(assembly, (sizes = new Map()));
  sizes.delete(key);
  sizes.set(key, { reached, rows, until: performance.now() + KEPT_MS });
  if (sizes.size > MAXIMUM_KEPT) sizes.delete(sizes.keys().next().value as string);
}
