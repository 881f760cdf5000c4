import type { Json } from '@tessera/core';

/** One run of a job. */
export interface JobRun {
  readonly id: string;
  /** 0 on the first try. */
  readonly retry: number;
  /** Aborts when the host stops: a handler that can, saves its position and returns by throwing. */
  readonly signal: AbortSignal;
}

export type JobHandler = (data: Json, run: JobRun) => Promise<void>;

export interface JobOptions {
  /** Tries after the first; 3 when not given. */
  readonly retries?: number;
  /** Seconds until the first try after a failure, doubled each time; 5 when not given. */
  readonly retryDelaySeconds?: number;
  /** Runs at the same time in this host; 1 when not given. */
  readonly concurrency?: number;
}

export interface SendOptions {
  /** Nothing is added while one with the same key waits or runs. */
  readonly singletonKey?: string;
  readonly delaySeconds?: number;
}

/** Work in the background: kept in PostgreSQL, done at least once, taken up again at once after a kill. */
export interface Jobs {
  /** Says who does a job; before `start` or after. Names are `plugin.subject.verb`. */
  define(name: string, handler: JobHandler, options?: JobOptions): void;
  /**
   * Adds a job. Answers its id, or undefined when one with the same key is there already.
   * @throws TesseraError `HOST_JOB_UNKNOWN` when nobody does such jobs.
   */
  send(name: string, data: Json, options?: SendOptions): Promise<string | undefined>;
  /** Does such jobs no longer; those that wait stay. */
  forget(name: string): Promise<void>;
  /** Repeats a job by a cron expression in a time zone; `undefined` ends that. The job must be defined. */
  schedule(name: string, cron: string | undefined, timeZone: string): Promise<void>;
  start(): Promise<void>;
  /** Settles when nothing waits or runs any more, as tests need it. Delayed jobs are not waited for. */
  drain(): Promise<void>;
  /** Takes no more, aborts what runs, and waits for it, at most 10 s. */
  stop(): Promise<void>;
}
