import { execFile } from 'node:child_process';
import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LaunchOptions } from 'playwright-core';

const run = promisify(execFile);

const UNPACK = `
  const { default: chromium } = await import('@sparticuz/chromium');
  process.stdout.write(await chromium.executablePath());`;

/** Without it Chromium gives downloads with other than Latin letters no name. */
const LANGUAGE = { LANG: 'C.UTF-8' };

/**
 * The browser of the checks: `CHROMIUM_PATH`, or the one that npm brings, unpacked once for each user. Its package unpacks the libraries
 * that it needs only where it believes to be on Lambda, and without fonts it dies at the first form control.
 */
export async function findBrowser(): Promise<LaunchOptions> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return { executablePath: given, env: LANGUAGE };
  const folder = join(tmpdir(), `tessera-chromium-${userInfo().username}`);
  await mkdir(join(folder, 'fonts'), { recursive: true, mode: 0o700 });
  await refuseForeign(folder);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', UNPACK], {
    cwd: import.meta.dirname,
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  const fonts = join(folder, 'fonts.conf');
  await writeFile(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
      <dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>
    </fontconfig>`,
  );
  const env = {
    ...LANGUAGE,
    HOME: folder,
    FONTCONFIG_FILE: fonts,
    LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
  };
  return { executablePath: stdout, env };
}

/** Its name can be guessed: on a machine of many, somebody else might have put a browser of theirs there. */
async function refuseForeign(folder: string): Promise<void> {
  const found = await lstat(folder);
  const isOwn = found.isDirectory() && [found.uid, undefined].includes(process.getuid?.());
  if (!isOwn)
    throw new Error(`${folder} is not yours. Say with CHROMIUM_PATH which browser to use.`);
}
