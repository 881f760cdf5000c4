import { openConnection } from './connection.ts';

/** One request of a load: path, method and body may differ each time. */
export interface Shot {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface Volley {
  readonly url: string;
  readonly token?: string;
  readonly connections: number;
  readonly seconds: number;
  readonly next: () => Shot;
}

/** How many were answered, and in how many seconds. */
export interface Hits {
  readonly answered: number;
  readonly seconds: number;
}

/** Sends shots over kept-alive connections, on each the next when the last was answered. */
export async function fire(volley: Volley): Promise<Hits> {
  const connections = await Promise.all(
    Array.from({ length: volley.connections }, () => openConnection(volley.url)),
  );
  const start = performance.now();
  const until = start + volley.seconds * 1000;
  let answered = 0;
  const lanes = connections.map(async (connection) => {
    while (performance.now() < until) {
      await connection.send(written(volley.next(), volley));
      answered++;
    }
  });
  await Promise.all(lanes);
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  return { answered, seconds };
}

function written({ method = 'GET', path, body }: Shot, { url, token }: Volley): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    ...(token ? [`authorization: Bearer ${token}`] : []),
    ...(text
      ? ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`]
      : []),
  ].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${text}`);
}
