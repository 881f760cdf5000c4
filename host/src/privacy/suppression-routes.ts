import {
  currentExecution,
  errors as coreErrors,
  findSuppressed,
  liftSuppression,
  readAddress,
  writeAuditEntry,
  type PersonAddress,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import { requirePermission } from '../identity/permission.ts';
import { createBodyReader } from '../identity/request-body.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { errors } from './errors.ts';
import { PRIVACY_PERMISSION, type PrivacyParts } from './privacy-parts.ts';

/** `/api/privacy/suppressions`: whether an address is held back, and letting it be entered again. */
export function suppressionRoutes({ kernel }: Pick<PrivacyParts, 'kernel'>): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  const readLift = createBodyReader<{ value: string; reason: string }>(
    {
      value: { type: 'string', minLength: 1, maxLength: 320 },
      reason: { type: 'string', minLength: 3, maxLength: 2000 },
    },
    ['value', 'reason'],
  );
  const permitted = <T>(c: Context<HostEnv>, work: () => Promise<T>): Promise<T> => {
    requirePermission(kernel, c.var.authenticated.principal, PRIVACY_PERMISSION);
    return kernel.run(leaseOf(c), work);
  };

  routes.get('/api/privacy/suppressions', (c) =>
    permitted(c, async () => {
      const address = getAddress(c.req.query('value') ?? '');
      const found = await findSuppressed(currentExecution(), [address]);
      return c.json({ kind: address.kind, isSuppressed: found.length > 0 }, 200, {
        'Cache-Control': 'private, no-store',
      });
    }),
  );
  routes.delete('/api/privacy/suppressions', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, PRIVACY_PERMISSION);
    const { value, reason } = await readLift(c.req.raw);
    const address = getAddress(value);
    return permitted(c, async () => {
      await currentExecution()
        .assembly.context('tessera')
        .transaction(() => lift(address, reason));
      return c.body(null, 204);
    });
  });
  return routes;
}

/** The address itself does not come into the audit: it may be erased once more. */
async function lift(address: PersonAddress, reason: string): Promise<void> {
  const execution = currentExecution();
  if (!(await liftSuppression(execution, address))) throw errors.suppressionMissing();
  await writeAuditEntry(execution, {
    entity: 'tessera.suppression',
    action: 'lift',
    changes: { kind: [address.kind, null] },
    plugin: 'tessera',
    reason,
  });
}

function getAddress(text: string): PersonAddress {
  const address = readAddress(text);
  if (!address)
    throw coreErrors.requestInvalid({
      reason: '“value” must be an e-mail address or a telephone number.',
    });
  return address;
}
