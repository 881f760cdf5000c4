import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from '../permissions/policy.ts';
import type { Sql, SqlTexts } from '../records/database.ts';
import type { Moments } from '../records/moments.ts';
import type { RowTexts } from '../records/sent-row.ts';
import type { Parameters } from '../records/sql-parameters.ts';
import type { Assembly } from './assembly.ts';

/** How a change came in; written to the record and to the audit. */
export type Source = 'ui' | 'api' | 'import' | 'workflow' | 'portal' | 'plugin' | 'system';

/** What a change belongs to, besides who made it; written to the audit. */
export interface Cause {
  readonly kind: 'import' | 'bulk' | 'workflow' | 'job' | 'privacy';
  readonly id: string;
}

/** What runs: one request, event delivery, job chunk or live message, from its first line to its last. */
export interface Execution {
  readonly assembly: Assembly;
  /** What runs, while `assembly` also has the models of plugins that are off; only core works so. */
  readonly running?: Assembly | undefined;
  readonly principal: Principal;
  readonly requestId: string;
  readonly source: Source;
  /** Address of the caller, where there is one. */
  readonly address?: string | undefined;
  /** Why, in the words of whoever does it; the audit keeps it. */
  readonly reason?: string | undefined;
  /** What is done on behalf of: an import, a bulk run, a workflow run, a job of a plugin. */
  readonly cause?: Cause | undefined;
  /** Who set it off, where plugin code goes on as the system. */
  readonly initiator?: Principal | undefined;
  /** The connection of the running transaction; undefined outside of one. */
  readonly transaction?: Transaction | undefined;
  readonly signal: AbortSignal;
  /** What has been read already, while several items of one write ask for the same; a write in between empties it. */
  readonly reads?: Map<string, Promise<readonly RowTexts[]>> | undefined;
  /** When the records that are written were written, where that is told of afterwards. */
  readonly moments?: Moments | undefined;
  /** The moment that is now, within such a past. */
  readonly moment?: Date | undefined;
  /** What is still to be asked of the caller; only where the principal was presumed from memory. */
  readonly standing?: PendingStanding | undefined;
}

/**
 * The standing of a caller who was presumed from memory: whether the token or session still opens, with the roles, teams and status
 * that were presumed. The first statement of a read or write may ask it along the way; nothing is done and no answer leaves before it is settled.
 */
export interface PendingStanding {
  readonly isSettled: boolean;
  /** What was presumed, of one token or session: what is found of it now tells all who were presumed by it. */
  readonly presumed: object;
  /** What the subselect answers as long as it is as presumed: who writes makes it a condition. */
  readonly expected: string;
  /** A scalar subselect that answers the standing of now, as text. */
  sql(parameters: Parameters): string;
  /**
   * Tells what the subselect answered.
   * @throws TesseraError `CORE_NOT_SIGNED_IN` when it is not what was presumed; the host then asks in full, and the caller never sees it
   */
  settle(found: string | null): void;
}

/** A running transaction, and what is to happen once it has committed. */
export interface Transaction extends Sql, SqlTexts {
  /** Runs after commit, not at all after a rollback. */
  afterCommit(work: () => void): void;
  /** Runs the work in a savepoint and undoes only it when it throws. Several at once run one after the other. */
  savepoint<T>(work: (nested: Transaction) => Promise<T>): Promise<T>;
}

const storage = new AsyncLocalStorage<Execution>();

/** The running execution. @throws Error when called outside of one: a missing context is a bug. */
export function currentExecution(): Execution {
  const execution = storage.getStore();
  if (!execution)
    throw new Error('There is no running execution: this was called outside of a lease.');
  return execution;
}

export function findExecution(): Execution | undefined {
  return storage.getStore();
}

/** Runs the work within an execution. Where that runs already, it is not entered again: each time all that is known of the call is copied. */
export function runIn<T>(execution: Execution, work: () => T): T {
  return storage.getStore() === execution ? work() : storage.run(execution, work);
}
