import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running PostgreSQL writes about itself into `postmaster.pid`. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** Folder of the socket; empty where it has none. */
  readonly socket: string;
  readonly isReady: boolean;
}

/** Lines: process, data folder, start time, port, socket folder, address, memory, state. */
export async function readPidFile(data: string): Promise<PidFile | undefined> {
  const text = await readFile(pidFilePath(data), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    socket: lines[4] ?? '',
    isReady: lines[7] === 'ready',
  };
}

export function pidFilePath(data: string): string {
  return join(data, 'postmaster.pid');
}
