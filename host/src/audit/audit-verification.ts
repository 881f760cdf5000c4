import { createDatabase, sealAudit, verifyAudit, type AuditVerdict } from '@tessera/core';
import { readConfiguration } from '../config.ts';
import { openDatabase } from '../database/database.ts';
import { createLog } from '../server/log.ts';
import { CommandFault } from '../transfer/import-client.ts';

/** Checks the audit in the database of this machine's configuration: no host needs to run, and none is asked. */
export async function verifyDirectly(digest: string | undefined): Promise<AuditVerdict> {
  const host = await openDatabase(readConfiguration(process.env), createLog('error'));
  try {
    const database = createDatabase(host.pool);
    const [found] = await database.query<{ is: boolean }>(
      `select to_regclass('tessera.audit_seal') is not null as is`,
    );
    if (!found?.is)
      throw new CommandFault(
        'This database has no audit with seals. Start Tessera on it once, or set DATABASE_URL or TESSERA_DATA_DIR.',
      );
    await sealAudit(database);
    return await verifyAudit(database, { expected: digest });
  } finally {
    await host.stop();
  }
}

/** Has a running Tessera check its audit. */
export async function verifyOverHttp(
  url: string,
  token = process.env['TESSERA_TOKEN'] ?? '',
  digest?: string,
): Promise<AuditVerdict> {
  if (token === '') throw new CommandFault('Pass an API token with --token, or in TESSERA_TOKEN.');
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
    throw new CommandFault(
      `“${url}” is not a web address; --url is one such as http://localhost:4000.`,
    );
  const base = url.replace(/\/+$/, '');
  const response = await fetch(`${base}/api/audit/verify`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(digest === undefined ? {} : { digest }),
  }).catch((cause: unknown) => {
    throw new CommandFault(`${base} does not answer (${(cause as Error).message}). Check --url.`);
  });
  const answer = (await response.json().catch(() => ({}))) as { readonly detail?: string };
  if (response.ok) return answer as unknown as AuditVerdict;
  throw new CommandFault(answer.detail ?? `${base} answered ${response.status}. Check --url.`);
}
