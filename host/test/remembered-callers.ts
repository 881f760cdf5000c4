import { createApiToken, revokeApiToken } from '../src/identity/api-tokens.ts';
import { beginSession, endSessions } from '../src/identity/sessions.ts';
import type { TestHost } from '../src/testing/index.ts';

/** How a request is sent as somebody. */
export type Headers = Readonly<Record<string, string>>;

/** What a host sends to the database from now on, as it comes. */
export function recordSent({ kernel: { database } }: TestHost): string[] {
  const sent: string[] = [];
  const { pool } = database;
  const query = pool.query.bind(pool) as (...parts: unknown[]) => unknown;
  pool.query = ((...parts: unknown[]) => {
    sent.push(String((parts[0] as { text?: string }).text ?? parts[0]));
    return query(...parts);
  }) as typeof pool.query;
  return sent;
}

/** How often somebody was authenticated in full. */
export function authenticationsIn(sent: readonly string[]): number {
  return sent.filter((text) => text.includes('as "policyVersion"')).length;
}

/** A representative of the team, with a way to show himself. */
export async function joinTeam(
  host: TestHost,
  team: string,
  how: 'token' | 'session',
): Promise<{ id: string; headers: Headers }> {
  const id = await host.user({ roles: ['sales-rep'], team });
  const { kernel, clock } = host;
  if (how === 'token') {
    const { token } = await createApiToken(kernel.database, id, 'test', undefined, clock.now());
    return { id, headers: { authorization: `Bearer ${token}` } };
  }
  const visitor = { address: undefined, userAgent: undefined };
  const token = await beginSession(kernel.database, id, visitor, clock.now());
  return { id, headers: { cookie: `tessera_session=${token}` } };
}

/** What ends the access of a user. */
export const ENDINGS: Readonly<Record<string, (host: TestHost, id: string) => Promise<unknown>>> = {
  'his tokens and sessions are ended': async ({ kernel: { database } }, id) => {
    const [token] = await database.query<{ id: string }>(
      'select id from tessera.api_token where user_id = $1',
      [id],
    );
    if (token) await revokeApiToken(database, id, token.id);
    await endSessions(database, id);
  },
  'he is suspended': (host, id) =>
    host.as('administrator').post(`/api/tessera/users/${id}/suspend`),
};
