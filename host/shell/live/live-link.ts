import type { LiveInterest, LiveLink, LiveMessage } from '@tessera/sdk/ui';
import { LiveConnection } from './live-connection.ts';
import type { LiveRequest } from './live-worker.ts';

/** Connects this page to live updates: over the worker that all pages share, or alone where a browser has none. */
export function connectLive(tell: (message: LiveMessage) => void): LiveLink {
  return typeof SharedWorker === 'undefined' ? connectAlone(tell) : connectShared(tell);
}

function connectAlone(tell: (message: LiveMessage) => void): LiveLink {
  const connection = new LiveConnection();
  const page = {};
  return {
    want: (interest) => connection.want(page, interest, tell),
    close: () => connection.leave(page),
  };
}

function connectShared(tell: (message: LiveMessage) => void): LiveLink {
  const { port } = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
    type: 'module',
    name: 'tessera-live',
  });
  const send = (request: LiveRequest): void => port.postMessage(request);
  let wanted: LiveInterest = {};
  const leave = (): void => send({ leave: true });
  const comeBack = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    send({ want: wanted });
    tell({ kind: 'resync' });
  };
  port.addEventListener('message', ({ data }: MessageEvent<LiveMessage>) => tell(data));
  port.start();
  addEventListener('pagehide', leave);
  addEventListener('pageshow', comeBack);
  return {
    want(interest) {
      wanted = interest;
      send({ want: interest });
    },
    close() {
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', comeBack);
      leave();
      port.close();
    },
  };
}
