import type { GuardedRoute } from './route-guard-routes.ts';
import type { GuardWorld } from './route-guard-world.ts';

/** What a route answered, with its body as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: string;
}

/** Headers that tell when and which request it was, and nothing else. */
const CHANCE = new Set(['date', 'x-request-id', 'request-id']);

/** Asks once. A stream is not waited for: that it begins is its answer. */
export async function askRoute(
  { host }: GuardWorld,
  headers: Readonly<Record<string, string>>,
  { method, body, type }: GuardedRoute,
  path: string,
): Promise<RawAnswer> {
  const abort = new AbortController();
  const sent =
    body === undefined
      ? {}
      : {
          body: typeof body === 'string' ? body : JSON.stringify(body),
          headers: { ...headers, 'content-type': type ?? 'application/json' },
        };
  const response = await host.app.fetch(
    new Request(`http://localhost${path}`, { method, headers, signal: abort.signal, ...sent }),
  );
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const text = isStream ? '' : await response.text();
  if (isStream) {
    await response.body?.cancel();
    abort.abort();
  }
  const kept = [...response.headers].filter(([name]) => !CHANCE.has(name));
  return { status: response.status, text, headers: JSON.stringify(kept) };
}

/** Whether two answers differ in nothing but the request’s own number and what was asked for. */
export function sameBytes(
  one: RawAnswer,
  other: RawAnswer,
  asked: readonly [string, string],
): boolean {
  return bare(one, asked[0]) === bare(other, asked[1]);
}

function bare({ status, text, headers }: RawAnswer, asked: string): string {
  const ids = asked.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi) ?? [];
  let both = `${status} ${headers} ${text}`.replaceAll(/"requestId":"[^"]*"/g, '"requestId"');
  if (both.includes('/api/bulk-runs/')) both = bareRun(both);
  for (const id of [asked, ...ids]) both = both.replaceAll(id, '<asked>');
  return both;
}

/** A run has an id and times of its own. */
function bareRun(text: string): string {
  return text
    .replace(/\/api\/bulk-runs\/[\w-]+/, '/api/bulk-runs/<run>')
    .replace(/\{"id":"[\w-]+"/, '{"id":"<run>"')
    .replaceAll(/"(?:createdAt|endedAt)":"[^"]*"/g, '"at"');
}
