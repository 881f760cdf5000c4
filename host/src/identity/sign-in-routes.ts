import { Hono, type Context } from 'hono';
import { errors as coreErrors, type WorkspaceSettings } from '@tessera/core';
import { findAccount } from './credentials.ts';
import type { Identity } from './identity.ts';
import { requireUser } from './permission.ts';
import { createBodyReader } from './request-body.ts';
import { createSecondFactorGate } from './second-factor-gate.ts';
import { clearSessionCookie, setSessionCookie, type AddressOf } from './session-cookie.ts';
import { endSession } from './sessions.ts';
import { isSetupNeeded, setUp } from './setup.ts';
import { callerOf } from './sign-in-audit.ts';
import { endView } from './viewing.ts';
import {
  signInByPassword,
  signInBySecondFactor,
  startSession,
  type SignInOutcome,
} from './sign-in.ts';

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
  const gate = createSecondFactorGate(identity);
  const routes = new Hono();
  const readLogin = createBodyReader<{ email: string; password: string }>(
    { email: text, password },
    ['email', 'password'],
  );
  const readCode = createBodyReader<{ challenge: string; code: string }>(
    { challenge: { ...text, maxLength: 100 }, code: { ...text, maxLength: 20 } },
    ['challenge', 'code'],
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

  const answer = (c: Context, outcome: SignInOutcome): Response => {
    c.header('Cache-Control', 'no-store');
    if ('secondFactor' in outcome) return c.json({ secondFactor: outcome.secondFactor });
    setSessionCookie(c, identity, outcome.token);
    return c.json({ user: outcome.user });
  };

  routes.get('/api/setup', async (c) => {
    const { principal } = await identity.authenticate(c.req.raw);
    return c.json({ needed: await isSetupNeeded(kernel), signedIn: principal.userId !== null });
  });

  routes.post('/api/setup', async (c) => {
    const { workspace, currency, timeZone, locale, ...administrator } = await readSetup(c.req.raw);
    const wanted = { name: workspace.trim(), currency, timeZone, locale };
    const id = await setUp(kernel, settings, { workspace: wanted, administrator });
    const person = { id, name: administrator.name };
    const caller = callerOf(c, addressOf);
    const { user, token } = await startSession(identity, person, { method: 'setup' }, caller);
    setSessionCookie(c, identity, token);
    return c.json({ user }, 201);
  });

  routes.post('/api/auth/login', async (c) => {
    const sent = await readLogin(c.req.raw);
    const caller = callerOf(c, addressOf);
    return answer(c, await signInByPassword(identity, sent.email, sent.password, caller));
  });

  routes.post('/api/auth/login/second-factor', async (c) => {
    const { challenge, code } = await readCode(c.req.raw);
    const caller = callerOf(c, addressOf);
    return answer(c, await signInBySecondFactor(identity, challenge, code, caller));
  });

  routes.post('/api/auth/logout', async (c) => {
    const { session } = await identity.authenticate(c.req.raw);
    if (session?.viewer)
      await endView(
        kernel,
        { ...callerOf(c, addressOf), principal: session.viewer, source: 'ui' },
        session.id,
        'signOut',
      );
    if (session) await endSession(kernel.database, session.userId, session.id);
    clearSessionCookie(c, identity, session?.audience);
    return c.body(null, 204);
  });

  routes.get('/api/auth/me', async (c) => {
    const found = await identity.authenticate(c.req.raw);
    const account = await findAccount(kernel.database, requireUser(found.principal));
    if (!account) throw coreErrors.notSignedIn();
    const { id, name, email: address, locale, timeZone } = account;
    const { impersonator } = found.principal;
    const viewedBy = impersonator && { id: impersonator.userId, name: impersonator.name };
    // While it is so, nothing else answers: the page for setting it up is to be shown.
    const needed = (await gate.isMissing(found)) ? { secondFactorNeeded: true } : {};
    c.header('Cache-Control', 'no-store');
    const viewedUntil = found.session?.viewedUntil?.toISOString();
    const user = { id, name, email: address, locale, timeZone, viewedBy, viewedUntil };
    return c.json({ user, ...needed });
  });

  return routes;
}
