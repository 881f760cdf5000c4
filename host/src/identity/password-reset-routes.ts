import { Hono } from 'hono';
import { findAccountByEmail, normalizeEmail, setPasswordHash, maySignIn } from './credentials.ts';
import { errors } from './errors.ts';
import type { Identity } from './identity.ts';
import { endLoginChallenges } from './login-challenges.ts';
import { mailLocale, publicLink } from './mail-layout.ts';
import { passwordResetMail } from './password-reset-mail.ts';
import { createPasswordReset, findPasswordReset, takePasswordReset } from './password-resets.ts';
import { hashPassword } from './password.ts';
import { createBodyReader } from './request-body.ts';
import type { AddressOf } from './session-cookie.ts';
import { endSessions } from './sessions.ts';
import { audited, callerOf, signingIn, type Caller } from './sign-in-audit.ts';

const email = { type: 'string', minLength: 1, maxLength: 255 };
const password = { type: 'string', maxLength: 1000 };

/** Choosing a new password with a link that came by mail. */
export function passwordResetRoutes(identity: Identity, addressOf: AddressOf): Hono {
  const { kernel, settings, limits, passwords, afterwards } = identity;
  const routes = new Hono();
  const readRequest = createBodyReader<{ email: string }>({ email }, ['email']);
  const readPassword = createBodyReader<{ password: string }>({ password }, ['password']);
  const now = (): Date => kernel.assembly.clock.now();

  const take = ({ address }: Caller, subject: string): Promise<void> =>
    limits.take('reset', address ?? 'unknown', subject);

  routes.post('/api/auth/password-reset', async (c) => {
    const name = normalizeEmail((await readRequest(c.req.raw)).email);
    await take(callerOf(c, addressOf), name);
    // Who it is, is looked up after the answer, which is the same for everybody.
    afterwards.begin('the mail of a password reset', () => sendReset(identity, name));
    return c.json({}, 202);
  });

  routes.get('/api/auth/password-reset/:token', async (c) => {
    const found = await findPasswordReset(kernel.database, c.req.param('token'), now());
    if (!found) throw errors.resetMissing();
    const { name, email: address, locale, expiresAt } = found;
    c.header('Cache-Control', 'no-store');
    return c.json({ workspace: settings.workspace.name, name, email: address, locale, expiresAt });
  });

  routes.post('/api/auth/password-reset/:token', async (c) => {
    const token = c.req.param('token');
    const caller = callerOf(c, addressOf);
    await take(caller, token);
    const sent = await readPassword(c.req.raw);
    const found = await findPasswordReset(kernel.database, token, now());
    if (!found) throw errors.resetMissing();
    await passwords.refuseWeak(sent.password, found);
    await resetPassword(identity, found, token, await hashPassword(sent.password), caller);
    await limits.forget('login', normalizeEmail(found.email));
    return c.body(null, 204);
  });

  return routes;
}

/** Only who has a password gets a link: others sign in another way, or not at all. */
async function sendReset(identity: Identity, name: string): Promise<void> {
  const { kernel, settings, mail, publicUrl } = identity;
  const account = await findAccountByEmail(kernel.database, name);
  if (!account?.email || !account.passwordHash || !maySignIn(account)) return;
  const now = kernel.assembly.clock.now();
  const { token } = await createPasswordReset(kernel.database, account.id, now);
  await mail.send(
    passwordResetMail({
      workspace: settings.workspace.name,
      name: account.name,
      email: account.email,
      link: publicLink(publicUrl(), `/reset/${token}`),
      locale: mailLocale(account.locale, settings.workspace.locale),
    }),
  );
}

/** All or nothing: the link is used up, the password is set, and whoever was in is out. */
async function resetPassword(
  { kernel }: Identity,
  { userId, name }: { readonly userId: string; readonly name: string },
  token: string,
  hash: string,
  caller: Caller,
): Promise<void> {
  await audited(kernel, signingIn({ id: userId, name }), caller, async (sql, audit) => {
    if (!(await takePasswordReset(sql, token))) throw errors.resetMissing();
    await setPasswordHash(sql, userId, hash, kernel.assembly.clock.now());
    await endSessions(sql, userId);
    await endLoginChallenges(sql, userId);
    await audit('passwordReset', userId);
  });
}
