import { readFile } from 'node:fs/promises';

/** Microseconds of CPU that all processes of a PostgreSQL have used so far; undefined where the system does not tell. */
export type DatabaseUsage = () => Promise<number | undefined>;

const TICK_MICROSECONDS = 10_000;

/** Of the server that a process works for. */
export async function databaseUsage(backend: number): Promise<DatabaseUsage> {
  const postmaster = (await statOf(backend))?.parent;
  return async () => {
    const own = postmaster === undefined ? undefined : await statOf(postmaster);
    if (!own) return undefined;
    const children = await Promise.all((await childrenOf(postmaster)).map(statOf));
    // Helpers of a statement end with it: what they used is what their parent has waited for.
    return [own, ...children].reduce((sum, process) => sum + (process?.used ?? 0), own.ended);
  };
}

async function childrenOf(pid: number | undefined): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}

interface ProcessUsage {
  readonly parent: number;
  readonly used: number;
  readonly ended: number;
}

/** Source: proc_pid_stat(5); the name of the program, in parentheses, may hold blanks. */
async function statOf(pid: number): Promise<ProcessUsage | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const at = (index: number): number => Number(fields[index]);
  return {
    parent: at(1),
    used: (await nanoseconds(pid)) / 1000,
    ended: (at(13) + at(14)) * TICK_MICROSECONDS,
  };
}

/** Finer than the ticks of the other file. Source: the kernel's Documentation/scheduler/sched-stats.rst. */
async function nanoseconds(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8').catch(() => '0');
  return Number(text.split(' ')[0]);
}
