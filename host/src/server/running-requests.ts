import type { getRequestListener } from '@hono/node-server';

/** Answers requests. */
export type Fetch = Parameters<typeof getRequestListener>[0];

/** Requests that are being answered. That its caller is gone ends none of them. */
export interface RunningRequests {
  readonly fetch: Fetch;
  /** Settles when none runs. */
  idle(): Promise<void>;
}

/** Knows which requests the function is answering. */
export function countRunning(fetch: Fetch): RunningRequests {
  const running = new Set<Promise<unknown>>();
  return {
    async fetch(request, env) {
      const answer = Promise.resolve(fetch(request, env));
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
