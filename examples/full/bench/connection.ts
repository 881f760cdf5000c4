import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A kept-alive connection that sends one request at a time and looks at no more of the answer than where it ends. */
export interface Connection {
  /** @throws Error when the answer is not a success. */
  send(request: Buffer): Promise<void>;
  close(): void;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

const HEAD_END = '\r\n\r\n';
const CHUNKS_END = '0\r\n\r\n';

/** Node's own client costs more than a quick server, and would be what is measured. */
export async function openConnection(origin: string): Promise<Connection> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let waiting: Waiting | undefined;
  let received: Buffer[] = [];
  const fail = (error: Error): void => waiting?.reject(error);
  socket.on('data', (chunk) => {
    received.push(chunk);
    const whole = received.length === 1 ? chunk : Buffer.concat(received);
    received = [whole];
    if (!isWhole(whole)) return;
    received = [];
    const failure = failureOf(whole);
    if (failure) fail(failure);
    else waiting?.resolve();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => endQuietly(socket),
  };
}

function endQuietly(socket: Socket): void {
  socket.removeAllListeners('close');
  socket.destroy();
}

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(HEAD_END);
  if (end < 0) return false;
  const head = answer.toString('latin1', 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return answer.length >= end + HEAD_END.length + Number(length);
  return answer.toString('latin1', answer.length - CHUNKS_END.length) === CHUNKS_END;
}

function failureOf(answer: Buffer): Error | undefined {
  const status = Number(answer.toString('latin1', 9, 12));
  return status < 300 ? undefined : new Error(answer.toString('utf8').slice(0, 2000));
}
