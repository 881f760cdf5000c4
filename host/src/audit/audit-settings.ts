import type { Sql } from '@tessera/core';
import type { Settings } from '../settings/settings.ts';

const KEY = 'audit';

/** How the audit is kept. */
export interface AuditSettings {
  /** Days after which sealed entries go; null keeps them for ever. */
  readonly retentionDays: number | null;
}

export function readAuditSettings(settings: Settings): AuditSettings {
  const stored = settings.readSubject(KEY) as Partial<AuditSettings> | undefined;
  return { retentionDays: stored?.retentionDays ?? null };
}

/** Writes them; what is in memory follows with `settings.reload()`. */
export function saveAuditSettings(
  settings: Settings,
  sql: Sql,
  { retentionDays }: AuditSettings,
): Promise<void> {
  return settings.saveSubject(sql, KEY, { retentionDays });
}
