import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../../test/setup/browser.ts';
import { takePicture } from './picture.ts';
import { startProgram } from './program.ts';
import { screens, type Screen } from './screens.ts';
import { ADMINISTRATOR, prepareWorkspace, type Workspace } from './workspace.ts';

/**
 * Makes pictures of all screens into `docs/screens/<language>-<theme>-<width>/`: both languages, both themes, 1440 and 390 pixels wide.
 * `--only board` makes those whose name holds the word; `--look en-light-1440` one look. Chinese needs a font with Chinese on the machine.
 */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, look: { type: 'string', default: '' } },
});
const root = join(import.meta.dirname, '../../..');
const target = join(root, 'docs/screens');

const program = await startProgram();
const browser = await chromium.launch(findBrowser(root));
try {
  const workspace = await prepareWorkspace(program.url);
  const wanted = screens.filter(({ name }) => name.includes(values.only));
  for (const locale of ['en', 'zh-CN'] as const)
    for (const theme of ['light', 'dark'] as const)
      for (const width of [1440, 390] as const)
        if (`${locale}-${theme}-${width}`.includes(values.look))
          await takeAll(browser, workspace, wanted, { locale, theme, width });
} finally {
  await browser.close();
  await program.stop();
}

interface Look {
  readonly locale: 'en' | 'zh-CN';
  readonly theme: 'light' | 'dark';
  readonly width: 1440 | 390;
}

async function takeAll(
  on: Browser,
  workspace: Workspace,
  wanted: readonly Screen[],
  { locale, theme, width }: Look,
): Promise<void> {
  const folder = join(target, `${locale}-${theme}-${width}`);
  if (!values.only) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const isPhone = width === 390;
  const context = await on.newContext({
    baseURL: workspace.url,
    locale,
    timezoneId: 'UTC',
    colorScheme: theme,
    reducedMotion: 'reduce',
    viewport: { width, height: isPhone ? 844 : 900 },
    hasTouch: isPhone,
  });
  const page = await context.newPage();
  const encoder = await context.newPage();
  await page.bringToFront();
  page.on('pageerror', (error) => console.error(`${folder}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${folder}: ${message.text()}`);
  });
  const place = await workspace.speak(locale);
  await signIn(page, workspace.url);
  for (const screen of wanted) {
    if (screen.only && screen.only !== (isPhone ? 'phone' : 'wide')) continue;
    try {
      await screen.show(page, { ...place, isPhone });
      await page.waitForTimeout(400);
      await takePicture(page, encoder, join(folder, `${screen.name}.webp`));
      await screen.leave?.(page, { ...place, isPhone });
    } catch (error) {
      process.exitCode = 1;
      console.error(`${folder}/${screen.name}: ${String(error).slice(0, 600)}`);
      await page.goto('about:blank');
    }
  }
  await context.close();
  console.log(folder.slice(root.length + 1));
}

async function signIn(page: Page, url: string): Promise<void> {
  const { email, password } = ADMINISTRATOR;
  const answer = await page.request.post('/api/auth/login', {
    data: { email, password },
    headers: { Origin: url },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}
