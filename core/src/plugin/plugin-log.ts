import type { Logger } from './context.ts';
import { findExecution } from './execution.ts';

/** The log of a plugin: each line names it, and the request that runs. */
export function createPluginLog(log: Logger, plugin: string): Logger {
  const named = (details: object | undefined): object => {
    const requestId = findExecution()?.requestId;
    return { ...details, plugin, ...(requestId === undefined ? {} : { requestId }) };
  };
  return {
    debug: (message, details) => log.debug(message, named(details)),
    info: (message, details) => log.info(message, named(details)),
    warn: (message, details) => log.warn(message, named(details)),
    error: (message, details) => log.error(message, named(details)),
  };
}
