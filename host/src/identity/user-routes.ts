import { Hono } from 'hono';
import { isUuid, errors as coreErrors, User, type Principal } from '@tessera/core';
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
import { requirePermission } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { setSessionCookie, visitorOf, type AddressOf } from './session-cookie.ts';
import { beginSession, endSessions } from './sessions.ts';
import { refuseWeakPassword } from './setup.ts';
import { setUserStatus } from './user-status.ts';

type InviteBody = { readonly email?: string; readonly locale?: 'en' | 'zh-CN' };

const email = { type: 'string', minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' };

/** Inviting, suspending and activating users, and accepting an invitation. */
export function userRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, settings, mail, limits, publicUrl } = identity;
  const routes = new Hono();
  const readInvite = createBodyReader<InviteBody>({ email, locale: { enum: ['en', 'zh-CN'] } });
  const readAccept = createBodyReader<{ password: string }>(
    { password: { type: 'string', maxLength: 1000 } },
    ['password'],
  );
  const now = (): Date => kernel.assembly.clock.now();

  const manager = async (request: Request): Promise<Principal> => {
    const { principal } = await identity.authenticate(request);
    requirePermission(kernel, principal, 'tessera.user.manage');
    return principal;
  };

  routes.post('/api/tessera/users/:id/invite', async (c) => {
    const principal = await manager(c.req.raw);
    const id = c.req.param('id');
    const changes = await readInvite(c.req.raw);
    const invitation = await setUserStatus(kernel, principal, id, 'invited', {
      changes,
      before(user) {
        if (user.status === 'active' || user.status === 'suspended')
          throw errors.invitationNotNeeded({ name: user.name });
        if (!changes.email && !user.email) throw errors.emailNeeded({ name: user.name });
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
    const principal = await manager(c.req.raw);
    const id = c.req.param('id');
    if (id.toLowerCase() === principal.userId) throw errors.suspendSelf();
    await setUserStatus(kernel, principal, id, 'suspended', {
      async after(sql) {
        await endSessions(sql, id);
        await revokeInvitation(sql, id);
      },
    });
    return c.json({ status: 'suspended' });
  });

  routes.post('/api/tessera/users/:id/activate', async (c) => {
    const principal = await manager(c.req.raw);
    const id = c.req.param('id');
    const account = isUuid(id) ? await findAccount(kernel.database, id) : undefined;
    if (!account) throw coreErrors.recordMissing({ entity: User.label.en, id });
    const status = account.passwordHash ? 'active' : 'noSignIn';
    if (account.status === 'suspended') await setUserStatus(kernel, principal, id, status, {});
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
    const visitor = visitorOf(c, addressOf);
    await limits.take('invitation', visitor.address ?? 'unknown', token);
    const { password } = await readAccept(c.req.raw);
    const found = await findInvitation(kernel.database, token, now());
    if (!found) throw errors.invitationMissing();
    refuseWeakPassword(password, [found.name, found.email]);
    const hash = await hashPassword(password);
    const system = kernel.system('an invitation was accepted');
    await setUserStatus(
      kernel,
      { ...system, userId: found.userId, name: found.name },
      found.userId,
      'active',
      {
        async after(sql) {
          if (!(await takeInvitation(sql, token))) throw errors.invitationMissing();
          await setPasswordHash(sql, found.userId, hash, now());
        },
      },
    );
    setSessionCookie(
      c,
      identity,
      await beginSession(kernel.database, found.userId, visitor, now()),
    );
    return c.json({ user: { id: found.userId, name: found.name } });
  });

  return routes;
}
