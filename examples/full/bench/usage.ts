import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a process has used. */
export interface Usage {
  /** Since its start, in microseconds. */
  readonly cpu: number;
  /** Bytes now, and the most since its start. */
  readonly memory: number;
  readonly peak: number;
  /** The longest that its event loop was blocked since the last question, in milliseconds. */
  readonly block: number;
}

const RESOLUTION_MS = 5;
const KILOBYTE = 1024;

/**
 * Loaded before the program of each contender: tells its parent what the process has used whenever it asks, and knows of blocks from
 * the first module on.
 */
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.on('message', (question) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = {
    cpu: user + system,
    memory: process.memoryUsage.rss(),
    peak: process.resourceUsage().maxRSS * KILOBYTE,
    block: Math.max(delays.max / 1e6 - RESOLUTION_MS, 0),
  };
  delays.reset();
  process.send?.({ usage });
});
// The parent's questions alone keep no program running.
process.channel?.unref();
