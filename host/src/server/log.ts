import type { Logger } from '@tessera/core';
import { pino, type DestinationStream } from 'pino';
import type { LogLevel } from '../config.ts';
import { blotted } from './log-secrets.ts';

/** Where lines go; one that keeps some of them for a while can write them at once. */
export type LogDestination = DestinationStream & { flushSync?(): void };

const PIECE_BYTES = 8192;
const PIECE_MS = 100;

/** A JSON log, one object a line. What could sign somebody in is blotted out wherever it slips in. */
export function createLog(level: LogLevel, destination = openLogDestination()): Logger {
  const log = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (message, details = {}) => log.debug(blotted(details), message),
    info: (message, details = {}) => log.info(blotted(details), message),
    warn(message, details = {}) {
      log.warn(blotted(details), message);
      destination.flushSync?.();
    },
    error(message, details = {}) {
      log.error(blotted(details), message);
      destination.flushSync?.();
    },
  };
}

/**
 * Writes to a file descriptor, the standard output when not given: many lines at a time, and after a tenth of a second at most. Warnings, errors
 * and the end of the process wait for nothing.
 */
export function openLogDestination(dest = 1): LogDestination {
  return pino.destination({ dest, sync: false, minLength: PIECE_BYTES, periodicFlush: PIECE_MS });
}
