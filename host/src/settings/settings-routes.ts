import { Hono } from 'hono';
import type { Kernel, WorkspaceSettings } from '@tessera/core';
import type { Authenticated } from '../identity/authentication.ts';
import { createBodyReader } from '../identity/request-body.ts';
import { requirePermission } from '../identity/permission.ts';
import { refuseWhereMoneyIs } from './base-currency.ts';
import { errors } from './errors.ts';
import type { MailServer } from './mail-server.ts';
import type { Settings } from './settings.ts';
import { findWorkspaceProblems } from './workspace-problems.ts';

/** What the routes of the settings work with. */
export interface SettingsRoutesOptions {
  readonly kernel: Kernel;
  readonly settings: Settings;
  readonly authenticate: (request: Request) => Promise<Authenticated>;
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

/** `GET` and `PATCH /api/settings`. The password of the mail server goes in and never comes out. */
export function settingsRoutes({ kernel, settings, authenticate }: SettingsRoutesOptions): Hono {
  const routes = new Hono();
  const readChanges = createBodyReader<Changes>({
    name: text,
    currency: text,
    timeZone: text,
    locale: text,
    mail: MAIL,
  });

  routes.get('/api/settings', async (c) => {
    requirePermission(kernel, (await authenticate(c.req.raw)).principal, 'tessera.settings.manage');
    return c.json(show(settings));
  });

  routes.patch('/api/settings', async (c) => {
    requirePermission(kernel, (await authenticate(c.req.raw)).principal, 'tessera.settings.manage');
    const { mail, ...changes } = await readChanges(c.req.raw);
    const workspace = { ...settings.workspace, ...changes };
    const problems = findWorkspaceProblems(workspace);
    if (problems.length > 0) throw errors.settingsInvalid({}, { problems });
    await kernel.database.transaction(async (sql) => {
      if (workspace.currency !== settings.workspace.currency) {
        await refuseWhereMoneyIs(sql, settings.workspace.currency);
      }
      await settings.saveWorkspace(sql, workspace);
      if (mail !== undefined)
        await settings.saveMailServer(sql, mail && withPassword(mail, settings.mailServer));
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
