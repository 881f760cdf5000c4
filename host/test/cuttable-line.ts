import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server of this machine that can be cut, as a cable is. */
export interface CuttableLine {
  /** Address that leads to the server, `http://…`. */
  readonly url: string;
  /** Ends what is open, and refuses what comes, until the line is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function cuttableLine(target: string): Promise<CuttableLine> {
  const open = new Set<Socket>();
  let isCut = false;
  const port = Number(new URL(target).port);
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on('error', () => {})
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      end();
    },
    mend() {
      isCut = false;
    },
    close() {
      end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
