import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The least that each ratio must be, and the most memory that the host may take, in megabytes. */
export interface Floors {
  readonly ratios: Readonly<Record<string, number>>;
  readonly memory: number;
}

/** What one comparison with the bare server came to: by answers a second, and by the time of processors. */
export interface Verdict {
  readonly name: string;
  readonly rate: number;
  readonly cpu: number | undefined;
}

export type Measure = 'rate' | 'cpu';

/** Those of the issue when no other file is named. */
export async function readFloors(
  file: string = join(import.meta.dirname, 'floors.json'),
): Promise<Floors> {
  return JSON.parse(await readFile(file, 'utf8')) as Floors;
}

/** What is below its floor, as a line for a person each; never judges by milliseconds. */
export function failures(
  verdicts: readonly Verdict[],
  peakBytes: number | undefined,
  floors: Floors,
  measure: Measure,
): string[] {
  const low = verdicts.flatMap((verdict) => {
    const floor = floors.ratios[verdict.name];
    const ratio = verdict[measure];
    if (floor === undefined || ratio === undefined || ratio >= floor) return [];
    return [`${verdict.name}: ${ratio.toFixed(2)} of the bare server, at least ${floor} is asked`];
  });
  const peak = (peakBytes ?? 0) / 1e6;
  if (peak <= floors.memory) return low;
  return [...low, `memory: ${peak.toFixed(0)} MB, at most ${floors.memory} MB are asked`];
}
