import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How Playwright launches a browser. */
export interface BrowserPlace {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

const UNPACK = `
  const { default: chromium } = await import('@sparticuz/chromium');
  process.stdout.write(await chromium.executablePath());`;

/** Without it Chromium gives downloads with other than Latin letters no name. */
const LANGUAGE = { LANG: 'C.UTF-8' };

/**
 * The browser of tests and pictures: `CHROMIUM_PATH`, or the one that npm brings. That is unpacked once, into this checkout: left alone,
 * the package takes a shared /tmp/chromium. It unpacks the libraries that the browser needs (NSS, expat) only where it believes to be
 * on Lambda, and its fonts.conf names folders of Lambda: without any font it dies at the first form control.
 */
export function findBrowser(root: string): BrowserPlace {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return { executablePath: given, env: LANGUAGE };
  const folder = join(root, 'node_modules/.cache/chromium');
  mkdirSync(join(folder, 'fonts'), { recursive: true });
  const executablePath = execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK], {
    cwd: import.meta.dirname,
    env: { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    encoding: 'utf8',
  });
  const fonts = join(folder, 'fonts.conf');
  writeFileSync(
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
  return { executablePath, env };
}
