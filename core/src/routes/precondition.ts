import { errors } from '../errors.ts';

/** The ETag of a record: its version. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The version that `If-Match` asks for; undefined when it asks for none, or for any. Proxies that compress make
 * ETags weak, so a weak one counts too.
 * @throws TesseraError `CORE_REQUEST_INVALID` when it is not one ETag of ours.
 */
export function expectedVersion(ifMatch: string | null | undefined): number | undefined {
  if (ifMatch === null || ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"(\d{1,10})"\s*$/.exec(ifMatch)?.[1];
  if (version === undefined) {
    throw errors.requestInvalid({ reason: 'If-Match must be one ETag, for example "3", or *.' });
  }
  return Number(version);
}

/** Whether `If-None-Match` names this version: the caller has it already. */
export function hasVersion(ifNoneMatch: string | null | undefined, version: number): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(version));
}
