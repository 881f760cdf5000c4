import { runIn } from '../plugin/execution.ts';
import type { Draft, Write } from './write-draft.ts';

/** When records were written that are written down afterwards: by the values that are sent, and by ids of records. */
export type Moments = ReadonlyMap<unknown, Date>;

/**
 * The write of drafts of which each was written at a moment of its own, where the execution tells moments; else the write as it is. What is
 * written along with a record is of the moment of the record that it is or refers to, or else of the last of all.
 */
export function atMoments(write: Write, inputs: ReadonlyMap<Draft, unknown>): Write {
  const { execution } = write;
  const { moments } = execution;
  if (!moments) return write;
  const own = new Map(
    [...inputs].map(([draft, input]) => {
      const moment = findMoment(moments, [input, draft.id, ...valuesIn(input)]);
      return [draft, moment ?? new Date(write.at)] as const;
    }),
  );
  const along = new Map([...moments, ...[...own].map(([{ id }, at]) => [id, at] as const)]);
  const last = new Date(Math.max(...[...own.values()].map(Number)));
  return {
    ...asOf({ ...write, execution: { ...execution, moments: along } }, last),
    own: new Map([...own].map(([draft, moment]) => [draft, asOf(write, moment)])),
  };
}

/** Works on drafts as of their moment: on each by itself where each has its own, else on all at once. */
export async function eachAtMoment(
  write: Write,
  drafts: readonly Draft[],
  work: (write: Write, drafts: readonly Draft[]) => Promise<void> | void,
): Promise<void> {
  if (!write.own) return work(write, drafts);
  for (const draft of drafts) {
    const own = write.own.get(draft) ?? write;
    const execution = { ...write.execution, moment: own.execution.moment };
    await runIn(execution, () => work({ ...own, execution }, [draft]));
  }
}

function asOf(write: Write, moment: Date): Write {
  return { ...write, at: moment.toISOString(), execution: { ...write.execution, moment } };
}

function findMoment(moments: Moments, keys: readonly unknown[]): Date | undefined {
  return moments.get(keys.find((key) => moments.has(key)));
}

function valuesIn(input: unknown): readonly unknown[] {
  return typeof input === 'object' && input !== null ? Object.values(input) : [];
}
