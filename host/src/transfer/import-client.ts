import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportView } from './import-view.ts';
import type { RecipeStep } from './recipe.ts';

/** A sentence for whoever sits before the command line. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
}

/** Talks to a running Tessera about imports. */
export interface ImportClient {
  currency(): Promise<string | undefined>;
  setCurrency(currency: string): Promise<void>;
  /** Answers the id of the uploaded file. */
  upload(name: string, bytes: Uint8Array): Promise<string>;
  start(
    plan: Omit<RecipeStep, 'file'> & { readonly file: string; readonly batch: string },
  ): Promise<ImportView>;
  show(id: string): Promise<ImportView>;
  showBatch(batch: string): Promise<readonly ImportView[]>;
  undo(batch: string): Promise<readonly ImportView[]>;
  /** The report of rows that failed, as CSV. */
  errors(id: string): Promise<string>;
}

const POLL_MS = 300;
/** A host that is started again takes about this long. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 1000;

export function createImportClient(url: string, token: string): ImportClient {
  const base = url.replace(/\/+$/, '');
  const send = async (
    method: string,
    path: string,
    body?: Uint8Array | object,
  ): Promise<Response> => {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { 'Content-Type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: isBytes ? Uint8Array.from(body) : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new HostAway(
        `${base} does not answer (${causeOf(cause)}). Is Tessera running there? Say where with --url.`,
      );
    });
    if (response.status === 503) throw new HostAway(`${base} is not ready to answer.`);
    if (!response.ok) throw new CommandFault(await explain(response, base));
    return response;
  };
  const json = async <T>(method: string, path: string, body?: Uint8Array | object): Promise<T> => {
    const response = await send(method, path, body);
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    if (!isJson) throw new CommandFault(`${base} answers, but it is not a Tessera. Check --url.`);
    return (await response.json()) as T;
  };
  /** Reading again does no harm: it may wait for a host that comes back. */
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof HostAway) || Date.now() > end) throw error;
        await sleep(RETRY_MS);
      }
    }
  };
  return {
    currency: async () => (await json<{ currency?: string }>('GET', '/api/settings')).currency,
    setCurrency: async (currency) => void (await send('PATCH', '/api/settings', { currency })),
    upload: async (name, bytes) =>
      (
        await json<{ id: string }>(
          'POST',
          `/api/imports/files?name=${encodeURIComponent(name)}`,
          bytes,
        )
      ).id,
    start: (plan) => json('POST', '/api/imports', plan),
    show: (id) => patiently(() => json('GET', `/api/imports/${id}`)),
    showBatch: (batch) => patiently(() => json('GET', `/api/imports?batch=${batch}`)),
    undo: (batch) => json('POST', `/api/imports/batches/${batch}/undo`),
    errors: async (id) => (await send('GET', `/api/imports/${id}/errors.csv`)).text(),
  };
}

/** Asks until it has ended, and tells of each answer. */
export async function follow(
  client: Pick<ImportClient, 'show'>,
  id: string,
  onProgress: (view: ImportView) => void,
): Promise<ImportView> {
  for (;;) {
    const view = await client.show(id);
    onProgress(view);
    if (!['queued', 'running', 'undoing'].includes(view.status)) return view;
    await sleep(POLL_MS);
  }
}

class HostAway extends CommandFault {}

async function explain(response: Response, base: string): Promise<string> {
  const body = (await response.json().catch(() => undefined)) as
    | { detail?: string; errors?: readonly { pointer: string; detail: string }[] }
    | undefined;
  if (response.status === 401)
    return 'The token is not valid, or no longer. Make one under Profile → API tokens, and pass it with --token.';
  if (!body?.detail) return `${base} answered ${response.status}. Check --url.`;
  const faults = (body.errors ?? []).map(({ pointer, detail }) => `  ${pointer || '/'}: ${detail}`);
  return faults.length > 1 ? `${body.detail}\n${faults.join('\n')}` : body.detail;
}

function causeOf(error: unknown): string {
  const { cause, message } = error as {
    cause?: { code?: string; message?: string };
    message: string;
  };
  return cause?.code ?? cause?.message ?? message;
}
