import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from './errors.ts';

/** Keeps secrets of others, such as the password of a mail server: encrypted and authenticated with AES-256-GCM. */
export interface SecretBox {
  close(secret: string): string;
  /** @throws TesseraError `HOST_SECRET_WRONG` when it was closed with another key. */
  open(closed: string): string;
}

/**
 * A box whose key comes from a passphrase, or from the file `secret.key` in the data folder, which is made when absent. Several
 * hosts of one workspace need the same passphrase.
 */
export async function createSecretBox(
  dataFolder: string,
  passphrase: string | undefined,
): Promise<SecretBox> {
  const material = passphrase ?? (await readKeyFile(dataFolder));
  const key = Buffer.from(hkdfSync('sha256', material, 'tessera', 'secret-box', 32));
  return {
    close(secret) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return ['v1', nonce, cipher.getAuthTag(), text]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open(closed) {
      const [version, ...parts] = closed.split('.');
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (version !== 'v1' || !nonce || !tag || !text) throw errors.secretWrong();
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, {
          authTagLength: 16,
        }).setAuthTag(tag);
        return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw errors.secretWrong({}, { cause });
      }
    },
  };
}

async function readKeyFile(folder: string): Promise<string> {
  const path = join(folder, 'secret.key');
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}
