import type { Logger } from '@tessera/core';

/** A log for somebody who looks at a terminal: what went wrong, in lines. Silent once the signal is aborted: then everything ends. */
export function createTerminalLog(ending: AbortSignal): Logger {
  const say = (mark: string, message: string, details?: object): void => {
    if (ending.aborted) return;
    const more = Object.entries(details ?? {}).filter(([, value]) => value !== undefined);
    const words = more.map(([key, value]) => `${key}: ${String(value)}`).join(', ');
    process.stderr.write(`${mark} ${message}${words ? ` (${words})` : ''}\n`);
  };
  return {
    debug() {},
    info() {},
    warn: (message, details) => say('!', message, details),
    error: (message, details) => say('✗', message, details),
  };
}
