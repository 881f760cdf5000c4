import type { Execution } from '../plugin/execution.ts';
import type { CompiledRead } from './query-one.ts';
import { readStatement, runStatement, settled, type Found } from './query-statement.ts';
import type { RowTexts } from './sent-row.ts';

/** Somebody who waits for a record. */
interface Waiting {
  readonly execution: Execution;
  readonly id: string;
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Those who wait for the next statement of theirs. */
interface Gathering {
  waiting: Waiting[];
  isUnderWay: boolean;
}

/** Records of one statement. */
const MAXIMUM_TOGETHER = 64;

// What follows from a compiled read, so of one principal in one assembly, and from what was presumed of who asks; it goes when either goes.
const gatherings = new WeakMap<CompiledRead, WeakMap<object, Gathering>>();

/**
 * The row of the record with this id. While a statement is under way, those who ask for the same of other records, as the same principal and by
 * the same token or session, wait and share the next one: no statement answers who came after it was sent.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as {@link readStatement} does
 */
export async function readTogether(
  execution: Execution,
  compiled: CompiledRead,
  id: string,
): Promise<RowTexts | undefined> {
  if (execution.transaction || execution.reads)
    return (await readStatement(execution, compiled.statement, { ids: [id] }))[0];
  const gathering = gatheringOf(execution, compiled);
  const found = new Promise<Found>((resolve, reject) => {
    gathering.waiting.push({ execution, id, resolve, reject });
  });
  if (!gathering.isUnderWay) void sendAll(gathering, compiled);
  return settled(execution, await found).find((row) => row[compiled.id] === id);
}

function gatheringOf({ standing }: Execution, compiled: CompiledRead): Gathering {
  let ofCompiled = gatherings.get(compiled);
  if (!ofCompiled) gatherings.set(compiled, (ofCompiled = new WeakMap()));
  const asked = standing && !standing.isSettled ? standing.presumed : compiled;
  let gathering = ofCompiled.get(asked);
  if (!gathering) ofCompiled.set(asked, (gathering = { waiting: [], isUnderWay: false }));
  return gathering;
}

async function sendAll(gathering: Gathering, compiled: CompiledRead): Promise<void> {
  gathering.isUnderWay = true;
  while (gathering.waiting.length > 0)
    await send(gathering.waiting.splice(0, MAXIMUM_TOGETHER), compiled);
  gathering.isUnderWay = false;
}

/** The moment of the last who came is that by which a token or session lasts. */
async function send(together: readonly Waiting[], { statement }: CompiledRead): Promise<void> {
  const ids = together.map(({ id }) => id);
  const { execution } = together.at(-1)!;
  try {
    const found = await runStatement(execution, statement, { ids });
    for (const one of together) one.resolve(found);
  } catch (error) {
    for (const one of together) one.reject(error);
  }
}
