import type { Logger } from '@tessera/core';
import { readConfiguration } from './config.ts';
import { openDatabase } from './database/database.ts';
import { errors } from './errors.ts';
import { createHost, type Host } from './host.ts';
import { findPlugins } from './plugins/find.ts';
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
    attributeStrays(log);
    const found = await findPlugins(applicationFolder);
    const database = await openDatabase(configuration, log);
    const host = await createHost({ configuration, database, found, log });
    const stop = stopOnce(host, log);
    process.on('SIGTERM', () => void stop(0));
    process.on('SIGINT', () => void stop(0));
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

/** A promise that nobody waits for, or a timer that throws, is a fault of one plugin and no reason to end everybody's work. */
function attributeStrays(log: Logger): void {
  const report = (error: unknown): void =>
    log.error('something failed that nobody waited for', {
      error: error instanceof Error ? error.stack : String(error),
    });
  process.on('unhandledRejection', report);
  process.on('uncaughtException', report);
}
