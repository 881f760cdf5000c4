import type { LiveInterest } from '@tessera/sdk/ui';
import { LiveConnection } from './live-connection.ts';

/** What a page tells the worker: what it wants, or that it goes. */
export type LiveRequest =
  | { readonly want: LiveInterest; readonly since: number }
  | { readonly leave: true };

/**
 * Shares one connection between all pages of a browser: over HTTP/1.1 a browser opens six to one server, and a seventh tab
 * would wait forever.
 */
const connection = new LiveConnection();

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  port.addEventListener('message', ({ data }: MessageEvent<LiveRequest>) => {
    if ('want' in data)
      connection.want(port, data.want, data.since, (message) => port.postMessage(message));
    else connection.leave(port);
  });
  port.start();
});
