import { ApiError, type ProblemDetails } from './api-error.ts';

/** What goes with a request besides its path. */
export interface ApiOptions {
  /** Parameters behind `?`; a list repeats its parameter. */
  readonly query?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** An object is sent as JSON; a `Blob` as it is. */
  readonly body?: unknown;
  /** Headers to add. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends the request. */
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer, where the body alone does not do. */
export interface ApiAnswer {
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** The parsed JSON; undefined when there is none. */
  readonly body: unknown;
  /** Headers of the answer, such as `X-Total-Count`. */
  readonly headers: Headers;
}

/**
 * Speaks to the server as the signed-in user; an element has one as `this.api`. Paths begin with `/api/`. Every method throws an {@link ApiError}
 * for an answer that is not a success.
 *
 * @example
 * ```ts
 * import { ApiError, toast, type ApiClient } from '@tessera/sdk/ui';
 *
 * export async function rename(api: ApiClient, id: string, name: string): Promise<void> {
 *   try {
 *     await api.patch(`/api/customer/accounts/${id}`, { name });
 *   } catch (error) {
 *     if (error instanceof ApiError) toast({ text: error.detail, tone: 'error' });
 *     else throw error;
 *   }
 * }
 * ```
 */
export class ApiClient {
  readonly #signedOut: () => void;
  readonly #translate: (path: string, problem: ProblemDetails) => ProblemDetails;

  /**
   * @param signedOut - called when an answer says that the session is over
   * @param translate - puts what the server says into the reader's language
   */
  constructor(
    signedOut: () => void = () => {},
    translate: (path: string, problem: ProblemDetails) => ProblemDetails = (_path, problem) =>
      problem,
  ) {
    this.#signedOut = signedOut;
    this.#translate = translate;
  }

  /** The body of the answer to GET. */
  async get<T = unknown>(path: string, options: ApiOptions = {}): Promise<T> {
    return (await this.send('GET', path, options)).body as T;
  }
  /** The body of the answer to POST. */
  async post<T = unknown>(path: string, body?: unknown, options: ApiOptions = {}): Promise<T> {
    return (await this.send('POST', path, { ...options, body })).body as T;
  }
  /** The body of the answer to PATCH. */
  async patch<T = unknown>(path: string, body: unknown, options: ApiOptions = {}): Promise<T> {
    return (await this.send('PATCH', path, { ...options, body })).body as T;
  }
  /** The body of the answer to DELETE. */
  async delete<T = unknown>(path: string, options: ApiOptions = {}): Promise<T> {
    return (await this.send('DELETE', path, options)).body as T;
  }

  /** The whole answer to any method. */
  async send(method: string, path: string, options: ApiOptions = {}): Promise<ApiAnswer> {
    const { query, body, headers, signal } = options;
    const isRaw = body instanceof Blob;
    const request: RequestInit = {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body === undefined
          ? {}
          : {
              'Content-Type': isRaw ? body.type || 'application/octet-stream' : 'application/json',
            }),
        ...headers,
      },
    };
    if (body !== undefined) request.body = isRaw ? body : JSON.stringify(body);
    if (signal) request.signal = signal;
    const response = await reach(path + queryString(query), request);
    const answer = {
      status: response.status,
      body: await readBody(response),
      headers: response.headers,
    };
    if (response.ok) return answer;
    if (response.status === 401 && !path.startsWith('/api/auth/')) this.#signedOut();
    throw new ApiError(response.status, this.#translate(path, problemOf(answer.body)));
  }
}

/** @throws ApiError with status 0 when the server cannot be reached. */
async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, { code: 'UI_OFFLINE', detail: '' });
  }
}

/** A proxy may answer with something else than JSON. */
function problemOf(body: unknown): ProblemDetails {
  return typeof body === 'object' && body !== null ? (body as ProblemDetails) : {};
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '' || !/json/.test(response.headers.get('Content-Type') ?? ''))
    return text === '' ? undefined : text;
  return JSON.parse(text) as unknown;
}

function queryString(query: ApiOptions['query']): string {
  if (!query) return '';
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : value) parameters.append(name, one);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
