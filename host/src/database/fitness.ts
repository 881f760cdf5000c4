import type { Pool } from 'pg';
import { errors } from '../errors.ts';

const OLDEST_VERSION = 150_000;
const EXTENSIONS = ['pg_trgm', 'btree_gin', 'unaccent'];

/**
 * Checks that a database can carry a workspace, and adds the extensions it needs.
 * @throws TesseraError `HOST_DATABASE_UNFIT` that names every fault and the way out.
 */
export async function checkDatabase(pool: Pool): Promise<void> {
  const { rows } = await pool.query(FACTS, [EXTENSIONS]);
  const facts = rows[0] as Facts;
  const faults: string[] = [];
  if (facts.version < OLDEST_VERSION) {
    faults.push(`PostgreSQL ${Math.floor(facts.version / 10_000)} is too old: use 15 or newer.`);
  }
  if (facts.encoding !== 'UTF8') {
    faults.push(
      `The encoding of “${facts.name}” is ${facts.encoding}: make the database with ENCODING 'UTF8'.`,
    );
  }
  if (!facts.icu)
    faults.push(
      'PostgreSQL was built without ICU: use a build that has it, as all usual packages do.',
    );
  for (const extension of EXTENSIONS) {
    if (facts.installed.includes(extension)) continue;
    if (!facts.available.includes(extension)) {
      faults.push(
        `The extension ${extension} is not available: install PostgreSQL’s contrib package.`,
      );
      continue;
    }
    const fault = await addExtension(pool, extension);
    if (fault) faults.push(fault);
  }
  if (faults.length > 0)
    throw errors.databaseUnfit({ faults: faults.map((fault) => `- ${fault}`).join('\n') });
}

interface Facts {
  readonly name: string;
  readonly version: number;
  readonly encoding: string;
  readonly icu: boolean;
  readonly installed: readonly string[];
  readonly available: readonly string[];
}

const FACTS = `
  select current_database()::text as name,
    current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding,
    exists (select from pg_collation where collprovider = 'i') as icu,
    array(select extname::text from pg_extension) as installed,
    array(select name::text from pg_available_extensions where name = any($1)) as available`;

async function addExtension(pool: Pool, name: string): Promise<string | undefined> {
  try {
    await pool.query(`create extension if not exists ${name}`);
    return undefined;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === '23505' || code === '42710') return undefined; // another host was quicker
    return `The extension ${name} could not be added (${String(error)}): let an administrator run CREATE EXTENSION ${name}.`;
  }
}
