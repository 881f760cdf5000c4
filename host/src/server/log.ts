import type { Logger } from '@tessera/core';
import { pino, type DestinationStream } from 'pino';
import type { LogLevel } from '../config.ts';

const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization', 'connectionString'];

/** A JSON log, one object a line. What could sign somebody in is blotted out wherever it slips in. */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '•••' },
  };
  const log = destination ? pino(options, destination) : pino(options);
  return {
    debug: (message, details = {}) => log.debug(details, message),
    info: (message, details = {}) => log.info(details, message),
    warn: (message, details = {}) => log.warn(details, message),
    error: (message, details = {}) => log.error(details, message),
  };
}
