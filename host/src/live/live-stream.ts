/** Messages that wait for a slow reader; more are dropped and a `resync` tells it to read everything again. */
const LONGEST_QUEUE = 64;

export interface LiveMessage {
  readonly event: 'assembly' | 'entity' | 'record' | 'job' | 'ping' | 'resync';
  readonly data: object;
}

/** One connection of server-sent events. Source: HTML Living Standard, “Server-sent events”. */
export interface LiveStream {
  readonly response: Response;
  send(message: LiveMessage): void;
  end(): void;
}

export function openStream(onEnd: () => void): LiveStream {
  const encoder = new TextEncoder();
  let isOpen = true;
  let hasDropped = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const write = ({ event, data }: LiveMessage): void =>
    controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const finish = (): void => {
    if (!isOpen) return;
    isOpen = false;
    onEnd();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        controller.enqueue(encoder.encode('retry: 2000\n\n'));
      },
      pull() {
        if (!hasDropped || !isOpen) return;
        hasDropped = false;
        write({ event: 'resync', data: {} });
      },
      cancel: finish,
    },
    { highWaterMark: LONGEST_QUEUE },
  );
  return {
    response: new Response(body, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'private, no-store',
        'X-Accel-Buffering': 'no',
      },
    }),
    send(message) {
      if (!isOpen) return;
      if ((controller.desiredSize ?? 0) > 0) write(message);
      else hasDropped = true;
    },
    end() {
      if (!isOpen) return;
      finish();
      controller.close();
    },
  };
}
