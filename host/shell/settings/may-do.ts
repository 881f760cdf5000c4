import type { AppMeta } from '@tessera/core';

/** Whether this person has a permission that is not about records. */
export function mayDo({ user }: Pick<AppMeta, 'user'>, permission: string): boolean {
  return user.permissions.includes('*') || user.permissions.includes(permission);
}
