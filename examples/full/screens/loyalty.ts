import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPlugin } from '@tessera/kit';

const FOLDER = join(import.meta.dirname, '../../loyalty');

/** Installs `loyalty` as a partner's customer would, switched off again after a try; answers the digest of its upgrade, which is uploaded only. */
export async function addLoyalty(url: string, cookie: string): Promise<string> {
  const send = async (path: string, type: string, body: BodyInit): Promise<unknown> => {
    const headers = { Origin: url, Cookie: cookie, 'Content-Type': type };
    const answer = await fetch(`${url}/api/plugins/${path}`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const work = await mkdtemp(join(tmpdir(), 'tessera-loyalty-'));
  const upload = async (folder: string): Promise<string> => {
    const { file } = await packPlugin(folder, work);
    const stored = await send('packages', 'application/gzip', new Blob([await readFile(file)]));
    return (stored as { digest: string }).digest;
  };
  try {
    const digest = await upload(FOLDER);
    await send(`packages/${digest}/install`, 'application/json', '{"consent":true}');
    await send('loyalty/enable', 'application/json', '{}');
    await send('loyalty/disable', 'application/json', '{}');
    return await upload(join(FOLDER, 'upgrades/1.1'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
