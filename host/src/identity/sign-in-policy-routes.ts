import { Hono } from 'hono';
import { auditedTransaction } from './audited-transaction.ts';
import { changesBetween } from './changes-between.ts';
import type { Identity } from './identity.ts';
import { requirePermission } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import type { AddressOf } from './session-cookie.ts';
import { callerOf } from './sign-in-audit.ts';
import { SIGN_IN_SUBJECT, type SignInPolicy } from './sign-in-policy.ts';

const days = (maximum: number) => ({ type: 'integer', minimum: 1, maximum });

/** The values of the policy, as JSON schemas. */
export const signInPolicyFields = {
  passwordLength: { type: 'integer', minimum: 10, maximum: 64 },
  secondFactor: { enum: ['optional', 'managers', 'everybody'] },
  sessionDays: days(90),
  idleDays: days(30),
};

/** `GET` and `PUT /api/settings/sign-in`. */
export function signInPolicyRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, settings, signInPolicy } = identity;
  const routes = new Hono();
  const readPolicy = createBodyReader<SignInPolicy>(
    signInPolicyFields,
    Object.keys(signInPolicyFields),
  );

  routes.get('/api/settings/sign-in', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    requirePermission(kernel, principal, 'tessera.settings.manage');
    return c.json(signInPolicy());
  });

  routes.put('/api/settings/sign-in', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    requirePermission(kernel, principal, 'tessera.settings.manage');
    const policy = await readPolicy(c.req.raw);
    const { address, requestId } = callerOf(c, addressOf);
    const before = signInPolicy();
    const lease = { principal, source: 'ui', address, requestId } as const;
    await auditedTransaction(kernel, lease, async (sql, tell) => {
      await settings.saveSubject(sql, SIGN_IN_SUBJECT, policy);
      const changes = changesBetween({ ...before }, { ...policy });
      await tell({ entity: 'tessera.settings', action: 'update', changes });
    });
    await settings.reload();
    // Other hosts read their settings when a new assembly is told.
    await kernel.applySettings(settings.workspace);
    return c.json(signInPolicy());
  });

  return routes;
}
