import type { Database, PluginDescription, PluginManifest, Sql } from '@tessera/core';
import { holdPackage, takePackage } from './package-lock.ts';

/** A package that is kept. */
export interface StoredPackage {
  /** SHA-512 of its bytes, base64url. */
  readonly digest: string;
  /** Id of its plugin. */
  readonly plugin: string;
  readonly version: string;
  readonly description: PluginDescription;
  /** Bytes, packed. */
  readonly size: number;
  /** ISO 8601. */
  readonly addedAt: string;
  /** Id of the user. */
  readonly addedBy: string | null;
}

const COLUMNS =
  'digest, plugin, version, description, size, added_at as "addedAt", added_by as "addedBy"';

export function listPackages(sql: Sql): Promise<readonly StoredPackage[]> {
  return sql.query<StoredPackage>(
    `select ${COLUMNS} from tessera.plugin_package order by added_at desc, digest`,
  );
}

export async function findPackage(sql: Sql, digest: string): Promise<StoredPackage | undefined> {
  const rows = await sql.query<StoredPackage>(
    `select ${COLUMNS} from tessera.plugin_package where digest = $1`,
    [digest],
  );
  return rows[0];
}

export async function readPackageBytes(sql: Sql, digest: string): Promise<Buffer | undefined> {
  const rows = await sql.query<{ bytes: Buffer }>(
    'select bytes from tessera.plugin_package where digest = $1',
    [digest],
  );
  return rows[0]?.bytes;
}

/** Does nothing for bytes that are there already. */
export async function addPackage(
  sql: Sql,
  added: {
    readonly digest: string;
    readonly manifest: PluginManifest;
    readonly description: PluginDescription;
    readonly bytes: Uint8Array;
    readonly by: string | null;
  },
): Promise<void> {
  const { digest, manifest, description, bytes, by } = added;
  await sql.query(
    `insert into tessera.plugin_package (digest, plugin, version, description, bytes, size, added_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      digest,
      manifest.id,
      manifest.version,
      JSON.stringify(description),
      Buffer.from(bytes),
      bytes.length,
      by,
    ],
  );
}

/** Does the work while nobody on any host throws the package away; undefined, and nothing is done, when it is not there. */
export function keepPackage<T>(
  database: Database,
  digest: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  return holdPackage(database, digest, async () =>
    (await findPackage(database, digest)) ? work() : undefined,
  );
}

/** Answers false while a plugin runs it. What is about to be installed is waited for. */
export function dropPackage(database: Database, digest: string): Promise<boolean> {
  return takePackage(database, digest, async (sql) => {
    const rows = await sql.query(
      `select 1 from tessera.plugin where digest = $1 and state <> 'removed'`,
      [digest],
    );
    if (rows.length > 0) return false;
    await sql.query('delete from tessera.plugin_package where digest = $1', [digest]);
    return true;
  });
}
