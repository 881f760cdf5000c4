import {
  currentExecution,
  writeAuditEntry,
  type Kernel,
  type Lease,
  type Sql,
  type WorkspaceSettings,
} from '@tessera/core';
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
  const changes = changesBetween(before, after);
  await kernel.run(lease, (assembly) =>
    assembly.context('tessera').transaction(async () => {
      const execution = currentExecution();
      await save(execution.transaction ?? kernel.database);
      if (Object.keys(changes).length > 0)
        await writeAuditEntry(execution, { entity: 'tessera.settings', action: 'update', changes });
    }),
  );
}

function changesBetween(
  before: AuditedSettings,
  after: AuditedSettings,
): Record<string, [unknown, unknown]> {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  const changed = Object.keys(is)
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .map((name): [string, [unknown, unknown]] => [name, [was[name], is[name]]]);
  const [old, now] = [before.mail?.password ?? null, after.mail?.password ?? null];
  const hide = (password: string | null): unknown => (password === null ? null : SECRET);
  return Object.fromEntries([
    ...changed,
    ...(old === now ? [] : [['mailPassword', [hide(old), hide(now)]] as const]),
  ]) as Record<string, [unknown, unknown]>;
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
