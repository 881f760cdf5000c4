import { setTimeout as wait } from 'node:timers/promises';
import type { HttpAnswer, Send } from './http-client.ts';

/** A request that failed: refused, or not answered at all. */
export interface FailedRequest {
  readonly client: string;
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

/** What a client does, again and again; `turn` counts from 0. */
export type Doing = (send: Send, turn: number) => Promise<void>;

/** Clients that do something without a pause. */
export interface Load {
  /** Requests that have been answered by now. */
  readonly requests: number;
  readonly failed: readonly FailedRequest[];
  /** Settles when every client has done its doing from the beginning to the end once more. */
  round(): Promise<void>;
  /** Ends what was begun and stops. */
  stop(): Promise<void>;
}

/** Starts one client for each doing. A request that fails is noted, and the client begins anew. */
export function startLoad(send: Send, doings: Readonly<Record<string, Doing>>): Load {
  const failed: FailedRequest[] = [];
  let requests = 0;
  let isOver = false;
  const noting =
    (client: string): Send =>
    async (method, path, body) => {
      const answer = await send(method, path, body).catch((error: unknown): HttpAnswer => ({
        status: 0,
        body: String(error),
      }));
      requests += 1;
      if (answer.status >= 200 && answer.status < 300) return answer;
      failed.push({ client, request: `${method} ${path}`, ...answer });
      throw new RequestFailed();
    };
  const turns = new Map<string, number>();
  const client = async ([name, doing]: [string, Doing]): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      turns.set(name, turn);
      await doing(noting(name), turn).catch((error: unknown) => {
        if (!(error instanceof RequestFailed)) throw error;
      });
    }
  };
  const clients = Promise.all(Object.entries(doings).map(client));
  return {
    get requests() {
      return requests;
    },
    failed,
    async round() {
      const until = new Map([...turns].map(([name, turn]) => [name, turn + 2]));
      const isDone = () => [...until].every(([name, turn]) => (turns.get(name) ?? 0) >= turn);
      while (!isDone()) await Promise.race([clients, wait(10)]);
    },
    async stop() {
      isOver = true;
      await clients;
    },
  };
}

class RequestFailed extends Error {}
