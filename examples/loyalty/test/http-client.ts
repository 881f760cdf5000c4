/** What the host answered over the wire. */
export interface HttpAnswer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
  readonly body: any;
}

/** Sends one request; bytes go as a package, everything else as JSON. */
export type Send = (method: string, path: string, body?: unknown) => Promise<HttpAnswer>;

/** Requests over real HTTP, as the user of the token (`Bearer …`). */
export function overHttp(url: string, authorization: string): Send {
  return async (method, path, body) => {
    const isPackage = body instanceof Uint8Array;
    const type = isPackage ? 'application/gzip' : 'application/json';
    const response = await fetch(url + path, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined
        ? {}
        : { body: isPackage ? (body as BodyInit) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
}

/** The same, and an answer that is no success is an error that says what came back. */
export function strictly(send: Send): Send {
  return async (method, path, body) => {
    const answer = await send(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
}
