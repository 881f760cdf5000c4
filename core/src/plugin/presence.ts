import type { Database } from '../records/database.ts';
import type { Logger } from './context.ts';
import { forgetHost, reportHost } from './host-store.ts';
import type { PluginLife } from './life.ts';
import { readAssemblyNumber } from './plugin-store.ts';

const HEARTBEAT_MS = 10_000;
/** How many heartbeats lie between two tries to serve what could not be served here. */
const BEATS_TO_RETRY = 6;

export interface PresenceOptions {
  readonly database: Database;
  /** Tells processes of one name apart. */
  readonly host: string;
  readonly name: string;
  readonly life: PluginLife;
  readonly log: Logger;
  /** Serves what other hosts serve. */
  readonly follow: () => Promise<void>;
}

/** What this host tells the others of itself, and how it sees that it is behind them. */
export interface Presence {
  report(): Promise<void>;
  /** Whether another host has made an assembly that is not served here. */
  isBehind(): Promise<boolean>;
  stop(): Promise<void>;
}

export function createPresence(options: PresenceOptions): Presence {
  const { database, host, name, life, log } = options;
  let beats = 0;
  const report = async (): Promise<void> => {
    const numbers = life.leases?.live().map((assembly) => assembly.number) ?? [];
    if (numbers.length === 0) return;
    const reasons = [...life.faults].map(([id, reason]) => `${id}: ${reason}`);
    const reason = reasons.length > 0 ? reasons.join('; ') : undefined;
    const { outdated } = life;
    await reportHost(database, { host, name, assembly: Math.min(...numbers), reason, outdated });
  };
  const isBehind = async (): Promise<boolean> =>
    (await readAssemblyNumber(database)) !== life.leases?.current.number;
  let following: Promise<void> | undefined;
  const follow = async (): Promise<void> => {
    beats += 1;
    const isRetry = life.faults.size > 0 && beats % BEATS_TO_RETRY === 0;
    if (!isRetry && !(await isBehind())) return;
    await options.follow();
    await report();
  };
  /** Tells first: following may wait for another host for long, and who is not seen is not waited for. */
  const beat = async (): Promise<void> => {
    await report();
    await (following ??= follow().finally(() => (following = undefined)));
  };
  let beating: Promise<void> = Promise.resolve();
  const heartbeat = setInterval(() => {
    beating = beat().catch((cause: unknown) =>
      log.error('this host could not follow the others', { error: String(cause) }),
    );
  }, HEARTBEAT_MS).unref();
  return {
    report,
    isBehind,
    async stop() {
      clearInterval(heartbeat);
      // One that reports later would be seen for ever.
      await beating;
      await forgetHost(database, host).catch(() => {});
    },
  };
}
