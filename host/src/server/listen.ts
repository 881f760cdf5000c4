import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { errors } from '../errors.ts';
import { countRunning, type Fetch, type RunningRequests } from './running-requests.ts';

/** Requests that run are waited for so long. */
const FINISH_MS = 10_000;
/** Those whose callers are gone, so long after the others. */
const ABANDONED_MS = 5_000;
const IDLE_SWEEP_MS = 100;

/** A server that listens. */
export interface Listener {
  /** `http://address:port` */
  readonly url: string;
  /** Takes no more connections, lets requests end for at most 10 s, then cuts the rest; waits for those that run without a caller for 5 s more. */
  close(): Promise<void>;
}

/** @throws TesseraError `HOST_PORT_TAKEN` or `HOST_LISTEN_FAILED` */
export async function listen(fetch: Fetch, address: string, port: number): Promise<Listener> {
  const running = countRunning(fetch);
  const server = createServer(getRequestListener(running.fetch));
  // Longer than what balancers keep, or they write into a connection that has just ended.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0; // large uploads over slow lines; headers still have their limit
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const details = { address, port, reason: cause.message };
      reject(
        cause.code === 'EADDRINUSE'
          ? errors.portTaken(details, { cause })
          : errors.listenFailed(details, { cause }),
      );
    });
    server.listen(port, address, resolve);
  });
  return { url: urlOf(server), close: () => close(server, running) };
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  const host =
    address === '0.0.0.0' || address === '::'
      ? 'localhost'
      : family === 'IPv6'
        ? `[${address}]`
        : address;
  return `http://${host}:${port}`;
}

async function close(server: Server, running: RunningRequests): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
  await Promise.race([running.idle(), sleep(ABANDONED_MS, undefined, { ref: false })]);
}
