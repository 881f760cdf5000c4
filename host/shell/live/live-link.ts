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
  const since = sinceWhen();
  return {
    want: (interest) => connection.want(page, interest, since(), tell),
    close: () => connection.leave(page),
  };
}

function connectShared(tell: (message: LiveMessage) => void): LiveLink {
  const { port } = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
    type: 'module',
    name: 'tessera-live',
  });
  const send = (request: LiveRequest): void => port.postMessage(request);
  const since = sinceWhen();
  let wanted: LiveInterest = {};
  const leave = (): void => send({ leave: true });
  const comeBack = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    send({ want: wanted, since: since() });
    tell({ kind: 'resync' });
  };
  port.addEventListener('message', ({ data }: MessageEvent<LiveMessage>) => tell(data));
  port.start();
  addEventListener('pagehide', leave);
  addEventListener('pageshow', comeBack);
  return {
    want(interest) {
      wanted = interest;
      send({ want: interest, since: since() });
    },
    close() {
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', comeBack);
      leave();
      port.close();
    },
  };
}

/** Since when a page has to be told: at first since it began to read, later since it says what else it wants. */
function sinceWhen(): () => number {
  let first: number | undefined = performance.timeOrigin;
  return () => {
    const since = first ?? Date.now();
    first = undefined;
    return since;
  };
}
