import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who signs in to a workspace of development. */
export interface Administrator {
  readonly email: string;
  readonly password: string;
}

/** Its password is made up at the first start, and kept beside the data. */
export async function developmentAdministrator(folder: string): Promise<Administrator> {
  const file = join(folder, 'administrator.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as Administrator;
  const made = { email: 'admin@example.com', password: randomBytes(9).toString('base64url') };
  await writeFile(file, `${JSON.stringify(made)}\n`, { mode: 0o600 });
  return made;
}
