import { Hono } from 'hono';
import { errors as coreErrors, type WorkspaceSettings } from '@tessera/core';
import { findAccount } from './credentials.ts';
import type { Identity } from './identity.ts';
import { requireUser } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import {
  clearSessionCookie,
  setSessionCookie,
  visitorOf,
  type AddressOf,
} from './session-cookie.ts';
import { beginSession, endSession } from './sessions.ts';
import { isSetupNeeded, setUp } from './setup.ts';

type SetupBody = Omit<WorkspaceSettings, 'name'> & {
  readonly workspace: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

const text = { type: 'string', minLength: 1, maxLength: 255 };
const password = { type: 'string', maxLength: 1000 };
const email = { type: 'string', minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' };

/** Setting up, signing in and out, and who one is. */
export function signInRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, settings } = identity;
  const routes = new Hono();
  const readLogin = createBodyReader<{ email: string; password: string }>(
    { email: text, password },
    ['email', 'password'],
  );
  const setupFields = {
    workspace: text,
    currency: text,
    timeZone: text,
    locale: text,
    name: text,
    email,
    password,
  };
  const readSetup = createBodyReader<SetupBody>(setupFields, Object.keys(setupFields));

  routes.get('/api/setup', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    return c.json({ needed: await isSetupNeeded(kernel), signedIn: principal.userId !== null });
  });

  routes.post('/api/setup', async (c) => {
    const { workspace, currency, timeZone, locale, ...administrator } = await readSetup(c.req.raw);
    const wanted = { name: workspace.trim(), currency, timeZone, locale };
    const id = await setUp(kernel, settings, { workspace: wanted, administrator });
    const now = kernel.assembly.clock.now();
    setSessionCookie(
      c,
      identity,
      await beginSession(kernel.database, id, visitorOf(c, addressOf), now),
    );
    return c.json({ user: { id, name: administrator.name } }, 201);
  });

  routes.post('/api/auth/login', async (c) => {
    const sent = await readLogin(c.req.raw);
    const { user, token } = await identity.signIn(
      sent.email,
      sent.password,
      visitorOf(c, addressOf),
    );
    setSessionCookie(c, identity, token);
    return c.json({ user });
  });

  routes.post('/api/auth/logout', async (c) => {
    const { principal, session } = await identity.authenticate(c.req.raw);
    if (session && principal.userId)
      await endSession(kernel.database, principal.userId, session.id);
    clearSessionCookie(c, identity);
    return c.body(null, 204);
  });

  routes.get('/api/auth/me', async (c) => {
    const userId = requireUser((await identity.authenticate(c.req.raw)).principal);
    const account = await findAccount(kernel.database, userId);
    if (!account) throw coreErrors.notSignedIn();
    const { id, name, email: address, locale, timeZone } = account;
    c.header('Cache-Control', 'no-store');
    return c.json({ user: { id, name, email: address, locale, timeZone } });
  });

  return routes;
}
