import type { InstallPlan, PluginDescription } from '@tessera/core';
import { CommandFault } from '../transfer/import-client.ts';

/** A plugin, as far as the command line shows it. */
export interface ListedPlugin {
  readonly id: string;
  readonly version: string | null;
  readonly running?: string;
  readonly state: string;
  readonly origin?: string;
  readonly error?: string;
}

/** A package after it was uploaded. */
export interface UploadedPackage {
  readonly digest: string;
  readonly id: string;
  readonly version: string;
  readonly description: PluginDescription;
  readonly plan: InstallPlan;
  readonly faults: readonly string[];
}

/** Sends one request to a running Tessera. */
export type PluginClient = <T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: Uint8Array | object,
) => Promise<T>;

/** Talks to a running Tessera about plugins, as the holder of the token. */
export function createPluginClient(url: string, token: string): PluginClient {
  const base = url.replace(/\/+$/, '');
  return async <T>(method: string, path: string, body?: Uint8Array | object): Promise<T> => {
    const isBytes = body instanceof Uint8Array;
    const type = isBytes ? 'application/gzip' : 'application/json';
    const response = await fetch(`${base}/api/plugins${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': type }),
      },
      ...(body === undefined
        ? {}
        : { body: isBytes ? Uint8Array.from(body) : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new CommandFault(
        `${base} does not answer (${(cause as Error).message}). Is Tessera running there? Say where with --url.`,
      );
    });
    const text = await response.text();
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer as T;
    if (response.ok && text === '') return undefined as T;
    throw new CommandFault(explain(response.status, answer, base));
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explain(status: number, answer: unknown, base: string): string {
  if (status === 401)
    return 'The token is not valid, or no longer. Make one under Profile → API tokens, and pass it with --token.';
  const { detail } = (answer ?? {}) as { readonly detail?: string };
  return detail ?? `${base} answered ${status}, but not as a Tessera does. Check --url.`;
}
