import type { Principal } from '@tessera/core';
import { errors } from './errors.ts';
import type { ImportParts } from './import-parts.ts';

/** The user as who rows are written: with the rights of now, not of when it began. */
export async function findActor(
  kernel: ImportParts['kernel'],
  userId: string | null | undefined,
): Promise<Principal> {
  const principal = userId ? await kernel.principal(userId, 'import') : undefined;
  if (!principal) throw errors.principalGone();
  return principal;
}
