import { Agent, request } from 'node:http';

/** One request of a load: path, method and body may differ each time. */
export interface Shot {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Sends shots over `connections` kept-alive connections for `seconds`; answers how many were answered a second. */
export async function fire(
  url: string,
  next: () => Shot,
  options: { readonly connections: number; readonly seconds: number; readonly token?: string },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const until = performance.now() + options.seconds * 1000;
  let answered = 0;
  const start = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      await send(agent, url, next(), options.token);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, lane));
  agent.destroy();
  return answered / ((performance.now() - start) / 1000);
}

/** Sends one shot and answers its JSON. @throws Error when the answer is not a success. */
function send(agent: Agent, url: string, shot: Shot, token?: string): Promise<unknown> {
  const body = shot.body === undefined ? undefined : JSON.stringify(shot.body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url + shot.path,
      {
        agent,
        method: shot.method ?? 'GET',
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body
            ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
            : {}),
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if ((incoming.statusCode ?? 500) >= 300) {
            reject(
              new Error(
                `${shot.method ?? 'GET'} ${shot.path}: ${incoming.statusCode} ${text.slice(0, 300)}`,
              ),
            );
          } else resolve(text === '' ? undefined : JSON.parse(text));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
