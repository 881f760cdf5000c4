import { AsyncResource } from 'node:async_hooks';
import {
  clearStarting,
  countCrashes,
  createDatabase,
  markStarting,
  type Logger,
} from '@tessera/core';
import { readConfiguration, type Configuration } from './config.ts';
import { openDatabase, type HostDatabase } from './database/database.ts';
import { errors } from './errors.ts';
import { createHost, type Host } from './host.ts';
import { contain } from './plugins/containment.ts';
import { limitPluginLines } from './plugins/containment-log.ts';
import { findPlugins, type FoundPlugins } from './plugins/find.ts';
import { createHealthBook } from './plugins/health-book.ts';
import { createLog } from './server/log.ts';

/**
 * Runs a host in this process, for the application in a folder, until it is told to stop: what `tessera start` does.
 * Prints `ready on http://…` when it serves. Ends the process with 1 when it cannot start or loses its database.
 */
export async function start(applicationFolder: string): Promise<void> {
  let log = createLog('info');
  try {
    const configuration = readConfiguration(process.env);
    log = createLog(configuration.logLevel);
    const health = createHealthBook();
    log = limitPluginLines(log, health);
    contain({ book: health, log });
    const database = await openDatabase(configuration, log);
    const found = await findSafely(applicationFolder, configuration, database).catch(
      async (error: unknown) => {
        await database.stop();
        throw error;
      },
    );
    const host = await createHost({ configuration, database, found, log, health });
    const stop = stopOnce(host, log);
    // Bound to the host: Node calls all listeners of a signal in the context of the first, which may be a plugin's.
    const stopNow = AsyncResource.bind(() => void stop(0));
    process.on('SIGTERM', stopNow);
    process.on('SIGINT', stopNow);
    void database.ended.then(() => {
      fail(log, errors.databaseEnded({ folder: configuration.dataFolder }));
      return stop(1);
    });
    const url = await host.listen().catch(async (error: unknown) => {
      await host.close();
      throw error;
    });
    process.stdout.write(`Tessera is ready on ${url}\n`);
  } catch (error) {
    fail(log, error);
    process.exit(1);
  }
}

/** A plugin whose import ends the process is known by its mark at the next boot, and left out from the fourth on. */
async function findSafely(
  applicationFolder: string,
  { safeMode, hostName }: Configuration,
  { pool }: HostDatabase,
): Promise<FoundPlugins> {
  const sql = createDatabase(pool);
  const quarantined = await countCrashes(sql, hostName);
  return findPlugins(applicationFolder, {
    isLeftOut: (id) => safeMode || quarantined.has(id),
    async around(id, load) {
      await markStarting(sql, id, hostName);
      return load().finally(() => clearStarting(sql, id, hostName));
    },
  });
}

function stopOnce(host: Host, log: Logger): (code: number) => Promise<void> {
  let isStopping = false;
  return async (code) => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    await host.close();
    log.info('stopped');
    process.exit(code);
  };
}

/** On stderr for people, besides the log, which may go to a machine. */
function fail(log: Logger, error: unknown): void {
  const { code, message, cause, stack } = error as {
    code?: string;
    message: string;
    cause?: unknown;
    stack?: string;
  };
  log.error(message, {
    code,
    error: cause instanceof Error ? cause.message : code ? undefined : stack,
  });
  process.stderr.write(`\n${message}\n\n`);
}
