import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { errors } from '../errors.ts';

/** Requests that run are waited for so long. */
const FINISH_MS = 10_000;
const IDLE_SWEEP_MS = 100;

/** A server that listens. */
export interface Listener {
  /** `http://address:port` */
  readonly url: string;
  /** Takes no more connections, lets requests end for at most 10 s, then cuts the rest. */
  close(): Promise<void>;
}

/** @throws TesseraError `HOST_PORT_TAKEN` or `HOST_LISTEN_FAILED` */
export async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  address: string,
  port: number,
): Promise<Listener> {
  const server = createServer(getRequestListener(fetch));
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
  return { url: urlOf(server), close: () => close(server) };
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

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), FINISH_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
