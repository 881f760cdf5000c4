import { errors as coreErrors, type AuditQuery } from '@tessera/core';

const NAMES = [
  'entity',
  'record',
  'user',
  'action',
  'source',
  'actor',
  'request',
  'field',
  'plugin',
  'from',
  'to',
  'cursor',
] as const;
const OTHERS = new Set(['q', 'limit', 'format']);
const LONGEST = 200;

/** What an address asks of the audit. @throws TesseraError `CORE_REQUEST_INVALID` for a name that there is not, or a value that cannot be meant */
export function readAuditQuery(names: URLSearchParams): AuditQuery {
  for (const [name, value] of names) {
    if (!OTHERS.has(name) && !NAMES.some((known) => known === name))
      throw coreErrors.requestInvalid({
        reason: `there is no “${name}”; there are ${NAMES.join(', ')}, q and limit.`,
      });
    if (value.length > LONGEST || value.includes('\0'))
      throw coreErrors.requestInvalid({
        reason: `“${name}” is longer than ${LONGEST} characters.`,
      });
  }
  const limit = names.get('limit');
  return {
    ...Object.fromEntries(NAMES.map((name) => [name, names.get(name) || undefined])),
    search: names.get('q') ?? undefined,
    limit: limit === null ? undefined : Number(limit),
  };
}
