/** What a handler answers, before it becomes a response: it can be stored and sent again. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; nothing is sent when it is undefined. */
  readonly body?: unknown;
  /** The text of a JSON value that goes out as it is, in place of a body. */
  readonly json?: string;
  /** A response of a plugin that goes out as it is; no idempotency key can repeat it. */
  readonly stream?: Response;
}

/** Records are personal data, and a roll-up changes without a new version: no cache may keep an answer. */
const NO_STORE = { 'Cache-Control': 'private, no-store' } as const;

/** `headers` come before those of the answer. A plain object stays one on its way to the socket, which `Headers` would not. */
export function toResponse(
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (answer.stream) return answer.stream;
  const text = answer.json ?? (JSON.stringify(answer.body) as string | undefined);
  if (text === undefined) {
    const status = answer.status === 200 ? 204 : answer.status;
    return new Response(null, { status, headers: { ...NO_STORE, ...answer.headers, ...headers } });
  }
  return new Response(text, {
    status: answer.status,
    headers: { 'Content-Type': 'application/json', ...NO_STORE, ...answer.headers, ...headers },
  });
}
