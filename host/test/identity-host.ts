import type { InstalledPlugin } from '@tessera/core';
import { expect } from 'vitest';
import { createTestHost, type TestHost, type TestResponse } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

export const PASSWORD = 'correct horse battery';
export const OTHER = 'purple monkey dishwasher';
export const origin = { origin: 'https://crm.example.com' };

export function cookieOf(response: TestResponse): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** A host with an administrator, into which others are invited. */
export interface IdentityHost {
  readonly host: TestHost;
  /** Invites a new user and accepts; answers the id and a client's headers. */
  readonly join: (
    name: string,
    roles?: readonly string[],
  ) => Promise<{ id: string; headers: Record<string, string> }>;
  /** Makes a user that is not invited; answers the id. */
  readonly roleless: (name: string, keys?: readonly string[]) => Promise<string>;
}

export async function makeIdentityHost(
  plugins: readonly InstalledPlugin[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<IdentityHost> {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins,
    environment: {
      TESSERA_ADMIN_EMAIL: 'root@example.com',
      TESSERA_ADMIN_PASSWORD: PASSWORD,
      TESSERA_PUBLIC_URL: 'https://crm.example.com',
      ...environment,
    },
  });
  async function join(
    name: string,
    roles: readonly string[] = [],
  ): Promise<{ id: string; headers: Record<string, string> }> {
    const email = `${name}@example.com`;
    const id = await roleless(name, roles);
    const invited = await host
      .as('administrator')
      .post(`/api/tessera/users/${id}/invite`, { email });
    expect(invited.status).toBe(200);
    const token = invited.body.link.split('/').at(-1);
    const accepted = await host
      .as('anonymous')
      .post(`/api/auth/invitations/${token}`, { password: PASSWORD }, { headers: origin });
    expect(accepted.status).toBe(200);
    return { id, headers: { cookie: cookieOf(accepted), ...origin } };
  }

  async function roleless(name: string, keys: readonly string[] = []): Promise<string> {
    const found = await host.as('administrator').get('/api/tessera/roles?_end=100');
    const roles = found.body
      .filter((role: { key: string }) => keys.includes(role.key))
      .map((role: { id: string }) => role.id);
    const made = await host.as('administrator').post('/api/tessera/users', { name, roles });
    expect(made.status).toBe(201);
    return made.body.id;
  }
  return { host, join, roleless };
}
