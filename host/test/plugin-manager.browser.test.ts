import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { chromium, type Browser, type Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { gadgetPackages } from './gadget-packages.ts';
import { openPluginDesk, type PluginDesk } from './plugin-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: PluginDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

const BY = { userId: null, name: 'test' };

test.each(sampled(LOOKS, 'plugin-manager'))(
  'a package is looked at, installed, switched, set, upgraded and taken away: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openPluginDesk(browser, look);
    const { page, t, press, check } = desk;
    const name = look.locale === 'en' ? 'Gadget' : '小工具';
    const dialog = page.getByRole('dialog');
    const state = (one: string): Locator =>
      page.locator('ts-plugin').getByText(t(`plugins.state.${one}`), { exact: true });

    await desk.upload(gadgetPackages.first);
    await page.getByRole('heading', { name: `${t('plugins.install')}`, level: 1 }).waitFor();
    expect(await page.title()).toContain('1.0.0');
    await page.getByText('dashboard.widget', { exact: true }).waitFor();
    await page.getByText(t('plugins.schemaNow')).click();
    expect(await page.locator('ts-plugin-package pre').first().textContent()).toContain(
      'create table "gadget"."part"',
    );
    await check('package');
    const install = page.getByRole('button', { name: t('plugins.install'), exact: true });
    expect(await install.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: t('plugins.agree') }).check();
    await install.click();
    await page.waitForURL('**/plugins/gadget');
    await state('disabled').waitFor();
    expect(await page.title()).toContain(name);
    await check('plugin');

    const toggle = page.getByRole('switch', { name: t('plugins.switch', { name }) });
    await toggle.click();
    await dialog.waitFor();
    await check('enable');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await isFocused(toggle)).toBe(true);
    await toggle.click();
    await press('plugins.enable');
    await state('active').waitFor();

    const openPart = (part: string): Promise<void> =>
      page
        .locator('ts-plugin')
        .getByRole('link', { name: t(`plugins.tab.${part}`), exact: true })
        .click();
    await openPart('settings');
    await setUp(desk, look.locale === 'en');
    await openPart('health');
    await page.getByText(t('plugins.health.noErrors')).waitFor();
    await check('health');
    await openPart('history');
    await page.getByText(t('plugins.step.reconfigure'), { exact: true }).waitFor();
    await check('history');

    await upgrade(desk);
    await fail(desk);

    await page.goto('/plugins/gadget');
    await toggle.click();
    await dialog.waitFor();
    await press('plugins.disable');
    await state('disabled').waitFor();
    await press('plugins.remove');
    await check('remove');
    await dialog.getByRole('button', { name: t('plugins.remove').replace('…', '') }).click();
    await state('removed').waitFor();
    await check('removed');
    await purge(desk);
    expect(desk.found).toEqual({});
    // The version that does not start is refused; nothing else was.
    expect(desk.faults).toEqual([expect.stringMatching(/^500 POST .*\/install$/)]);
  },
);

test('an upgrade shows in every open tab: what is new at once, what has changed after a reload', async () => {
  desk = await openPluginDesk(browser, LOOKS[0]);
  const { page, host } = desk;
  await desk.upload(gadgetPackages.first);
  await page.getByRole('checkbox').check();
  await desk.press('plugins.install');
  await page.waitForURL('**/plugins/gadget');
  const home = await desk.openTab();
  await home.goto('/');
  await home.getByRole('heading', { level: 1 }).first().waitFor();
  await host.kernel.enable('gadget', { by: BY });
  await home.getByText('card of 1.0.0').waitFor();

  await desk.upload(gadgetPackages.second);
  await page.getByRole('checkbox').check();
  await desk.press('plugins.upgrade');
  await home.getByText('extra of 1.1.0').waitFor();
  await home.getByText('card of 1.0.0').waitFor();
  await home.getByRole('button', { name: desk.t('frame.reload') }).click();
  await home.getByText('card of 1.1.0').waitFor();

  await host.kernel.disable('gadget', { by: BY });
  await home.getByText('card of 1.1.0').waitFor({ state: 'detached' });
  await page.locator('ts-plugin').getByText(desk.t('plugins.state.disabled')).waitFor();
  expect(desk.faults).toEqual([]);
});

test('what is no package is refused where it was dropped, and what is written stays', async () => {
  desk = await openPluginDesk(browser, LOOKS[0]);
  const { page, t } = desk;
  await page.goto('/plugins');
  await page
    .locator('ts-plugin-upload input[type=file]')
    .setInputFiles({ name: 'x.tgz', mimeType: 'application/gzip', buffer: Buffer.from('nothing') });
  await page.locator('ts-plugin-upload').getByRole('alert').waitFor();
  await page.getByRole('button', { name: t('plugins.browse') }).waitFor();
  await page.goto('/plugins/nobody');
  await page.getByRole('alert').waitFor();
  await page.goto('/plugins/packages/nothing');
  await page.getByRole('alert').waitFor();
  expect([...new Set(desk.faults)]).toEqual([
    '422 POST /api/plugins/packages',
    '404 GET /api/plugins/nobody',
    '404 GET /api/plugins/packages/nothing',
  ]);
});

async function setUp({ page, t, press, check }: PluginDesk, isEnglish: boolean): Promise<void> {
  const field = (english: string, chinese: string): Locator =>
    page.locator('ts-plugin-settings').getByLabel(isEnglish ? english : chinese);
  const times = field('Times', '次数');
  await times.fill('0');
  await press('action.save');
  await page.getByText(t('plugins.fault.least', { limit: 1 })).waitFor();
  expect(await isFocused(times)).toBe(true);
  await check('settings, refused');
  await times.fill('');
  await field('Greeting', '问候语').fill('Hi');
  await field('Key', '密钥').fill('open sesame');
  await press('action.save');
  await page.getByText(t('plugins.settings.saved')).waitFor();
  // What was emptied has its default again, and a secret is not shown.
  expect(await times.inputValue()).toBe('3');
  expect(await field('Key', '密钥').inputValue()).toBe('');
  expect(await field('Key', '密钥').getAttribute('placeholder')).toBe(t('plugins.settings.secret'));
  await check('settings');
  await page.reload();
  await expect.poll(() => field('Greeting', '问候语').inputValue()).toBe('Hi');
}

async function upgrade(desk: PluginDesk): Promise<void> {
  const { page, t, press, check } = desk;
  await desk.upload(gadgetPackages.second);
  for (const part of ['schemaNow', 'schemaLater'])
    await page.getByText(t(`plugins.${part}`)).click();
  await page.getByText('gadget.part.polish').first().waitFor();
  const sql = await page.locator('ts-plugin-package pre').allTextContents();
  expect(sql.join('\n')).toMatch(/add "shade"[^]*drop column if exists "colour"/);
  await check('upgrade');
  await page.getByRole('checkbox', { name: t('plugins.agree') }).check();
  await press('plugins.upgrade');
  await page.waitForURL('**/plugins/gadget');
  await page.locator('ts-plugin').getByText('gadget 1.1.0').waitFor();
  await page.getByRole('button', { name: t('plugins.finalize') }).click();
  await page.getByRole('dialog').locator('pre').waitFor();
  await check('finalize');
  await page.keyboard.press('Escape');
}

/** A version that does not start leaves the one before. */
async function fail(desk: PluginDesk): Promise<void> {
  const { page, t, press, check } = desk;
  await desk.upload(gadgetPackages.broken);
  await page.getByRole('checkbox', { name: t('plugins.agree') }).check();
  await press('plugins.upgrade');
  await page.getByRole('alert').getByText('The lamp does not light.').waitFor();
  await check('upgrade, failed');
  await page.goto('/plugins/gadget/history');
  await page.locator('ts-plugin').getByText('gadget 1.1.0').waitFor();
  await page.locator('ts-plugin-history').getByText('The lamp does not light.').first().waitFor();
  await check('after the failure');
  await page.goto('/plugins');
  await page.getByText('The lamp does not light.').first().waitFor();
  await check('plugins');
}

async function purge({ page, t, press, check, host }: PluginDesk): Promise<void> {
  await press('plugins.purge');
  const dialog = page.getByRole('dialog');
  const go = dialog.getByRole('button', { name: t('plugins.purge').replace('…', '') });
  await dialog.getByRole('textbox').fill('gadge');
  expect(await go.isDisabled()).toBe(true);
  await check('purge');
  await dialog.getByRole('textbox').fill('gadget');
  const [download] = await Promise.all([page.waitForEvent('download'), go.click()]);
  const text = gunzipSync(await readFile(await download.path())).toString();
  expect(text).toContain('gadget');
  await page.waitForURL('**/plugins');
  await page.locator('ts-plugins').getByRole('switch').first().waitFor();
  const { body } = await host.as('administrator').get('/api/plugins');
  expect(body.map(({ id }: { id: string }) => id)).not.toContain('gadget');
}

/** Whether the focus is on an element, in whichever shadow it stands. */
function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate(
    (element) => (element.getRootNode() as ShadowRoot).activeElement === element,
  );
}
