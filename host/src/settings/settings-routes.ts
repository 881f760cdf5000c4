import { Hono } from 'hono';
import type { Kernel, WorkspaceSettings } from '@tessera/core';
import { createBodyReader } from '../identity/request-body.ts';
import { requirePermission } from '../identity/permission.ts';
import { isAdministrator } from '../platform/privileges.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf } from '../server/plugin-gate.ts';
import { refuseWhereMoneyIs } from './base-currency.ts';
import { errors } from './errors.ts';
import type { MailServer } from './mail-server.ts';
import type { Settings } from './settings.ts';
import { auditSettings } from './settings-audit.ts';
import { findWorkspaceProblems } from './workspace-problems.ts';

/** What the routes of the settings work with. */
export interface SettingsRoutesOptions {
  readonly kernel: Kernel;
  readonly settings: Settings;
}

type Changes = Partial<WorkspaceSettings> & {
  readonly mail?: (Omit<MailServer, 'password'> & { readonly password?: string | null }) | null;
};

const text = { type: 'string', minLength: 1, maxLength: 255 };
const optionalText = { type: ['string', 'null'], maxLength: 255 };

const MAIL = {
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['host', 'port', 'secure', 'user', 'from'],
  properties: {
    host: { ...text, pattern: '^[\\w.:-]+$' },
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
    secure: { type: 'boolean' },
    user: optionalText,
    password: optionalText,
    from: { ...text, pattern: '^[^\\r\\n]+@[^\\r\\n]+$' },
  },
};

/**
 * `GET` and `PATCH /api/settings`. The password of the mail server goes in and never comes out; administrators alone choose the server, since
 * whoever runs it reads the links with which people choose their passwords.
 */
export function settingsRoutes({ kernel, settings }: SettingsRoutesOptions): Hono<HostEnv> {
  const routes = new Hono<HostEnv>();
  const readChanges = createBodyReader<Changes>({
    name: text,
    currency: text,
    timeZone: text,
    locale: text,
    mail: MAIL,
  });

  routes.get('/api/settings', async (c) => {
    requirePermission(kernel, c.var.authenticated.principal, 'tessera.settings.manage');
    return c.json(show(settings));
  });

  routes.patch('/api/settings', async (c) => {
    const { principal } = c.var.authenticated;
    requirePermission(kernel, principal, 'tessera.settings.manage');
    const { mail, ...changes } = await readChanges(c.req.raw);
    const workspace = { ...settings.workspace, ...changes };
    const problems = findWorkspaceProblems(workspace);
    if (problems.length > 0) throw errors.settingsInvalid({}, { problems });
    const before = settings.mailServer;
    const server = mail === undefined ? before : mail ? withPassword(mail, before) : undefined;
    const isMoved = !isSame(server, before);
    if (isMoved && !isAdministrator(principal)) throw errors.mailAdministratorNeeded();
    const was = { workspace: settings.workspace, mail: before };
    await auditSettings(kernel, leaseOf(c), was, { workspace, mail: server }, async (sql) => {
      if (workspace.currency !== settings.workspace.currency) {
        await refuseWhereMoneyIs(sql, settings.workspace.currency);
      }
      await settings.saveWorkspace(sql, workspace);
      if (isMoved) await settings.saveMailServer(sql, server ?? null);
    });
    await settings.reload();
    // Also for the mail server alone: other hosts read their settings when a new assembly is told.
    await kernel.applySettings(settings.workspace);
    return c.json(show(settings));
  });

  return routes;
}

function show({ workspace, mailServer }: Settings): object {
  if (!mailServer) return { ...workspace, mail: null };
  const { password, ...mail } = mailServer;
  return { ...workspace, mail: { ...mail, passwordSet: password !== null } };
}

/** A password that is not sent again stays, but it never goes to another server than the one it was given for. */
function withPassword(
  mail: NonNullable<Changes['mail']>,
  before: MailServer | undefined,
): MailServer {
  const stays =
    before?.host === mail.host && before.port === mail.port && before.user === mail.user;
  const password = mail.password === undefined ? (stays ? before.password : null) : mail.password;
  return { ...mail, password };
}

/** Compared by its values: bodies have theirs in any order. */
function isSame(one: MailServer | undefined, other: MailServer | undefined): boolean {
  const valuesOf = (server: MailServer | undefined): unknown[] | null =>
    server
      ? [server.host, server.port, server.secure, server.user, server.password, server.from]
      : null;
  return JSON.stringify(valuesOf(one)) === JSON.stringify(valuesOf(other));
}
