import { currentExecution, runIn } from '@tessera/core';
import type { PrivacyParts } from './privacy-parts.ts';
import type { PrivacyRequest } from './privacy-requests.ts';

/** Works on a request as the system, which nobody's rights limit; the audit names the request and who made it. */
export async function runAs<T>(
  { kernel }: Pick<PrivacyParts, 'kernel'>,
  { id, kind, by }: Pick<PrivacyRequest, 'id' | 'kind' | 'by'>,
  work: () => Promise<T>,
): Promise<T> {
  const initiator = await kernel.principal(by);
  const reason = `privacy request ${id}`;
  return kernel.run(
    {
      principal: kernel.system(`${kind === 'erase' ? 'erases' : 'exports'} a person`),
      source: 'system',
      reason,
      cause: { kind: 'privacy', id },
    },
    () => runIn({ ...currentExecution(), initiator }, work),
  );
}
