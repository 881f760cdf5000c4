/** What a handler answers, before it becomes a response: it can be stored and sent again. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; nothing is sent when it is undefined. */
  readonly body?: unknown;
  /** A response of a plugin that goes out as it is; no idempotency key can repeat it. */
  readonly stream?: Response;
}

/** Records are personal data, and a roll-up changes without a new version: no cache may keep an answer. */
const NO_STORE = { 'Cache-Control': 'private, no-store' } as const;

export function toResponse(answer: Answer): Response {
  if (answer.stream) return answer.stream;
  if (answer.body === undefined) {
    const status = answer.status === 200 ? 204 : answer.status;
    return new Response(null, { status, headers: { ...NO_STORE, ...answer.headers } });
  }
  return new Response(JSON.stringify(answer.body), {
    status: answer.status,
    headers: { 'Content-Type': 'application/json', ...NO_STORE, ...answer.headers },
  });
}
