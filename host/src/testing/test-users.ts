import { Role, User, type Kernel } from '@tessera/core';
import { createApiToken } from '../identity/api-tokens.ts';

/** A user of a test: keys of its roles, and what else its record has. */
export interface TestUser {
  readonly name?: string;
  readonly roles?: readonly string[];
  readonly email?: string;
  readonly team?: string;
  readonly manager?: string;
}

/** Makes a user that may sign in; answers its id. */
export async function makeUser(
  kernel: Kernel,
  { name, roles = [], email, team, manager }: TestUser,
): Promise<string> {
  return kernel.run(
    { principal: kernel.system('a test makes a user'), source: 'system' },
    async (assembly) => {
      const { records } = assembly.context('tessera');
      const found = await records(Role).query({ filter: { key: { in: [...roles] } }, limit: 100 });
      const absent = roles.filter((key) => !found.records.some((role) => role.key === key));
      if (absent.length > 0) throw new Error(`There is no role ${absent.join(', ')}.`);
      const user = await records(User).create({
        name: name ?? roles.join(', ') ?? 'Somebody',
        roles: found.records.map(({ id }) => id),
        ...(email ? { email } : {}),
        ...(team ? { team } : {}),
        ...(manager ? { manager } : {}),
      });
      await kernel.database.query(`update tessera."user" set status = 'active' where id = $1`, [
        user.id,
      ]);
      return user.id;
    },
  );
}

/** `Bearer …` with a new API token of the user. */
export async function authorize(kernel: Kernel, userId: string): Promise<string> {
  const { token } = await createApiToken(
    kernel.database,
    userId,
    'test',
    undefined,
    kernel.assembly.clock.now(),
  );
  return `Bearer ${token}`;
}
