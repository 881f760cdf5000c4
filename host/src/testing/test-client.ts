/** What the host answered. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  /** JSON where it is that, else the text; undefined when there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects
  readonly body: any;
}

export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests as one user; nothing goes over a port. */
export interface TestClient {
  get(path: string, request?: TestRequest): Promise<TestResponse>;
  post(path: string, body?: unknown, request?: TestRequest): Promise<TestResponse>;
  put(path: string, body?: unknown, request?: TestRequest): Promise<TestResponse>;
  patch(path: string, body?: unknown, request?: TestRequest): Promise<TestResponse>;
  delete(path: string, request?: TestRequest): Promise<TestResponse>;
  /** `Bearer …`, for clients that send requests themselves; undefined for nobody. */
  authorization(): Promise<string | undefined>;
}

type Fetch = (request: Request) => Response | Promise<Response>;

export function createTestClient(
  fetch: Fetch,
  authorization: () => Promise<string | undefined>,
): TestClient {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    request: TestRequest = {},
  ): Promise<TestResponse> => {
    const headers = new Headers(request.headers);
    const credential = await authorization();
    if (credential) headers.set('Authorization', credential);
    const isPlain = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    if (!isPlain && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    const response = await fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: isPlain ? (body as string) : JSON.stringify(body) }),
      }),
    );
    return { status: response.status, headers: response.headers, body: await readBody(response) };
  };
  return {
    get: (path, request) => send('GET', path, undefined, request),
    post: (path, body, request) => send('POST', path, body, request),
    put: (path, body, request) => send('PUT', path, body, request),
    patch: (path, body, request) => send('PATCH', path, body, request),
    delete: (path, request) => send('DELETE', path, undefined, request),
    authorization,
  };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  return /\bjson\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
