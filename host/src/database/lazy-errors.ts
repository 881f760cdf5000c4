import type { errors } from '../errors.ts';

/** The errors of the host, loaded when there is one: a server starts for tests without the kernel being loaded. */
export async function loadErrors(): Promise<typeof errors> {
  return (await import('../errors.ts')).errors;
}
