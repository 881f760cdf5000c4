import {
  countOwned,
  currentExecution,
  errors as coreErrors,
  isUuid,
  User,
  type Lease,
} from '@tessera/core';
import { Hono, type Context } from 'hono';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { findAccount, setPasswordHash } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { invitationMail } from './invitation-mail.ts';
import {
  createInvitation,
  findInvitation,
  revokeInvitation,
  takeInvitation,
} from './invitations.ts';
import { hashPassword } from './password.ts';
import type { Audience } from './opaque-token.ts';
import { createBodyReader } from './request-body.ts';
import { setSessionCookie, type AddressOf } from './session-cookie.ts';
import { endSessions } from './sessions.ts';
import { callerOf } from './sign-in-audit.ts';
import { startSession } from './sign-in.ts';
import { requireManager } from './user-power.ts';
import { setUserStatus } from './user-status.ts';

type InviteBody = {
  readonly email?: string;
  readonly locale?: 'en' | 'zh-CN';
  readonly audience?: Audience;
};

const email = { type: 'string', minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' };

/** Inviting, suspending and activating users, and accepting an invitation. */
export function userRoutes(identity: Identity, addressOf: AddressOf): Hono<HostEnv> {
  const { kernel, settings, mail, limits, publicUrl } = identity;
  const routes = new Hono<HostEnv>();
  const readInvite = createBodyReader<InviteBody>({
    email,
    locale: { enum: ['en', 'zh-CN'] },
    audience: { enum: ['staff', 'portal'] },
  });
  const readAccept = createBodyReader<{ password: string }>(
    { password: { type: 'string', maxLength: 1000 } },
    ['password'],
  );
  const now = (): Date => kernel.assembly.clock.now();

  const manager = (c: Context<HostEnv>): Lease => {
    requireManager(kernel, c.var.authenticated.principal);
    return leaseOf(c);
  };

  routes.post('/api/tessera/users/:id/invite', async (c) => {
    const lease = manager(c);
    const { principal } = lease;
    const id = c.req.param('id');
    const { audience, ...changes } = await readInvite(c.req.raw);
    const invitation = await setUserStatus(kernel, lease, id, 'invited', {
      changes,
      ...(audience ? { own: { audience } } : {}),
      async before(user) {
        if (user.status === 'active' || user.status === 'suspended')
          throw errors.invitationNotNeeded({ name: user.name });
        if (!changes.email && !user.email) throw errors.emailNeeded({ name: user.name });
        if (audience === 'portal') await refuseOwner(user);
      },
      after: (sql) => createInvitation(sql, id, principal.userId, now()),
    });
    const account = await findAccount(kernel.database, id);
    if (!account?.email) throw errors.invitationMissing();
    const link = `${publicUrl().replace(/\/+$/, '')}/invitation/${invitation.token}`;
    await mail.send(
      invitationMail({
        workspace: settings.workspace.name,
        name: account.name,
        email: account.email,
        inviter: principal.name,
        link,
        locale:
          account.locale === 'zh-CN' || account.locale === 'en'
            ? account.locale
            : settings.workspace.locale,
      }),
    );
    const { expiresAt } = invitation;
    // Without a mail server nobody would ever see the link.
    return c.json({
      status: 'invited',
      email: account.email,
      expiresAt,
      ...(mail.isDelivering() ? {} : { link }),
    });
  });

  routes.post('/api/tessera/users/:id/suspend', async (c) => {
    const lease = manager(c);
    const id = c.req.param('id');
    if (id.toLowerCase() === lease.principal.userId) throw errors.suspendSelf();
    await setUserStatus(kernel, lease, id, 'suspended', {
      async after(sql) {
        await endSessions(sql, id);
        await revokeInvitation(sql, id);
      },
    });
    return c.json({ status: 'suspended' });
  });

  routes.post('/api/tessera/users/:id/activate', async (c) => {
    const lease = manager(c);
    const id = c.req.param('id');
    const account = isUuid(id) ? await findAccount(kernel.database, id) : undefined;
    if (!account) throw coreErrors.recordMissing({ entity: User.label.en, id });
    const status = account.passwordHash || account.hasProvider ? 'active' : 'noSignIn';
    if (account.status === 'suspended') await setUserStatus(kernel, lease, id, status, {});
    return c.json({ status: account.status === 'suspended' ? status : account.status });
  });

  routes.get('/api/auth/invitations/:token', async (c) => {
    const found = await findInvitation(kernel.database, c.req.param('token'), now());
    if (!found) throw errors.invitationMissing();
    const { name, email: address, locale, expiresAt } = found;
    c.header('Cache-Control', 'no-store');
    return c.json({ workspace: settings.workspace.name, name, email: address, locale, expiresAt });
  });

  routes.post('/api/auth/invitations/:token', async (c) => {
    const token = c.req.param('token');
    const caller = callerOf(c, addressOf);
    await limits.take('invitation', caller.address ?? 'unknown', token);
    const { password } = await readAccept(c.req.raw);
    const found = await findInvitation(kernel.database, token, now());
    if (!found) throw errors.invitationMissing();
    await identity.passwords.refuseWeak(password, found);
    const hash = await hashPassword(password);
    const system = kernel.system('an invitation was accepted');
    await setUserStatus(
      kernel,
      {
        ...leaseOf(c),
        principal: { ...system, userId: found.userId, name: found.name },
        source: 'ui',
      },
      found.userId,
      'active',
      {
        async after(sql) {
          if (!(await takeInvitation(sql, token))) throw errors.invitationMissing();
          await setPasswordHash(sql, found.userId, hash, now());
        },
      },
    );
    const person = { id: found.userId, name: found.name };
    const { user, token: session } = await startSession(
      identity,
      person,
      { method: 'invitation' },
      caller,
    );
    setSessionCookie(c, identity, session);
    return c.json({ user });
  });

  return routes;
}

/** @throws TesseraError `HOST_OWNER_STAYS` */
async function refuseOwner({ id, name }: { id: string; name: string }): Promise<void> {
  const owned = await countOwned(currentExecution(), id, 'all');
  const count = owned.reduce((sum, one) => sum + one.count, 0);
  if (count > 0) throw errors.ownerStays({ name, count });
}
