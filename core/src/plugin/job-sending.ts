import type { Json } from '../entities/field.ts';
import type { Assembly } from './assembly.ts';
import { settleStanding } from '../records/settle-standing.ts';
import { currentExecution } from './execution.ts';
import type { Job } from './plugin.ts';

/** How a job is sent. */
export interface JobSendOptions {
  /** Nothing is added while a job of the same name and key waits or runs. */
  readonly key?: string;
  /** Seconds until it may begin, 0 when not given. */
  readonly delaySeconds?: number;
}

/**
 * Has work done in the background, soon and once more after a failure. Inside a plugin: `ctx.jobs`.
 *
 * @example
 * ```ts
 * import { defineJob, type Context } from '@tessera/sdk';
 *
 * const weigh = defineJob({
 *   name: 'harbour.vessel.weigh',
 *   run: async (ctx, data) => ctx.log.info('weighed', { data }),
 * });
 *
 * export async function weighLater(ctx: Context, vessel: string): Promise<void> {
 *   await ctx.jobs.send(weigh, { vessel }, { key: vessel, delaySeconds: 60 });
 * }
 * ```
 */
export interface JobSender {
  /**
   * Adds a run of a job of this plugin. In a transaction it is added once that has committed, and not when it fails; what must follow from
   * a change without fail follows from an event. `data` is what `run` gets. Not while resources start: nobody does jobs yet then.
   * @throws Error when the plugin lists no such job.
   */
  send(job: Pick<Job, 'name'>, data: Json, options?: JobSendOptions): Promise<void>;
}

/** Adds a run of a job to the queue of the host. */
export type SendJob = (name: string, data: Json, options: JobSendOptions) => Promise<unknown>;

/** The jobs of a plugin of an assembly. */
export function createJobSender(assembly: Assembly, plugin: string): JobSender {
  return {
    async send({ name }, data, options = {}) {
      const { sendJob, log, jobs } = assembly;
      if (jobs.get(name)?.plugin !== plugin)
        throw new Error(`The plugin ${plugin} lists no job ${name}. Add it to its jobs.`);
      if (!sendJob) throw new Error('This host does no jobs.');
      const execution = currentExecution();
      const { transaction } = execution;
      await settleStanding(execution);
      if (!transaction) return void (await sendJob(name, data, options));
      transaction.afterCommit(() => {
        sendJob(name, data, options).catch((cause: unknown) =>
          log.error('a job was not sent', { plugin, job: name, error: String(cause) }),
        );
      });
    },
  };
}
