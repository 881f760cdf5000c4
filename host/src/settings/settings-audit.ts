import type { Kernel, Lease, Sql, WorkspaceSettings } from '@tessera/core';
import { auditedTransaction } from '../identity/audited-transaction.ts';
import { changesBetween } from '../identity/changes-between.ts';
import type { MailServer } from './mail-server.ts';

/** The settings that are changed together. */
export interface AuditedSettings {
  readonly workspace: WorkspaceSettings;
  readonly mail: MailServer | undefined;
}

type Values = Readonly<Record<string, unknown>>;

const SECRET = { $secret: true };

/** Saves settings in one transaction with what the audit is told: every value that is another one, and of a password only that it is. */
export async function auditSettings(
  kernel: Kernel,
  lease: Lease,
  before: AuditedSettings,
  after: AuditedSettings,
  save: (sql: Sql) => Promise<void>,
): Promise<void> {
  const changes = changedValues(before, after);
  await auditedTransaction(kernel, lease, async (sql, tell) => {
    await save(sql);
    if (Object.keys(changes).length > 0)
      await tell({ entity: 'tessera.settings', action: 'update', changes });
  });
}

function changedValues(
  before: AuditedSettings,
  after: AuditedSettings,
): Record<string, [unknown, unknown]> {
  const changes = changesBetween(valuesOf(before), valuesOf(after));
  const [old, now] = [before.mail?.password ?? null, after.mail?.password ?? null];
  const hide = (password: string | null): unknown => (password === null ? null : SECRET);
  return old === now ? changes : { ...changes, mailPassword: [hide(old), hide(now)] };
}

function valuesOf({ workspace, mail }: AuditedSettings): Values {
  const { name, currency, timeZone, locale } = workspace;
  const server = mail && {
    host: mail.host,
    port: mail.port,
    secure: mail.secure,
    user: mail.user,
    from: mail.from,
  };
  return { name, currency, timeZone, locale, mail: server ?? null };
}
