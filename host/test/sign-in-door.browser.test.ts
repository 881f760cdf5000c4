import { TOTP } from 'otpauth';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { openPeopleDesk, PASSWORD, type PeopleDesk } from './people-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: PeopleDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

const OTHER = 'purple monkey dishwasher';
const STEP_MS = 30_000;
const EMAIL = 'ada@example.com';

test.each(sampled(LOOKS, 'sign-in-door'))(
  'a forgotten password is set anew by the link of the mail: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, press, check, host } = desk;
    await page.goto('/');
    await page.getByLabel(t('door.email')).fill(EMAIL);
    await check('door');
    await press('door.forgot');
    expect(await page.getByLabel(t('door.email')).inputValue()).toBe(EMAIL);
    await check('forgot');
    await press('door.forgotSend');
    await page.getByText(t('door.sentText', { email: EMAIL })).waitFor();
    await check('sent');

    await page.goto(new URL(await mailedLink()).pathname);
    const password = page.getByLabel(t('door.newPassword'), { exact: true });
    await password.fill('Ada');
    const rules = page.getByRole('list', { name: t('password.rules') });
    expect(await rules.getByText(t('password.kept'), { exact: true }).count()).toBe(1);
    await password.fill(PASSWORD);
    expect(await rules.getByText(t('password.kept'), { exact: true }).count()).toBe(3);
    const confirm = page.getByLabel(t('door.confirm'));
    await confirm.fill('something else');
    await press('door.resetSet');
    await page.getByText(t('door.mismatch')).waitFor();
    await confirm.fill(PASSWORD);
    await press('door.resetSet');
    // The server says at the field what only it knows: this is the password that there is.
    await page.locator('ts-reset #password-note').waitFor();
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    await password.fill(OTHER);
    await confirm.fill(OTHER);
    await check('reset');
    await press('door.resetSet');
    await page.getByText(t('door.resetDone')).waitFor();
    await press('door.toSignIn');

    await page.getByLabel(t('door.email')).fill(EMAIL);
    await page.getByLabel(t('door.password')).fill(PASSWORD);
    await press('door.signIn');
    await page.getByRole('alert').waitFor();
    await page.getByLabel(t('door.password')).fill(OTHER);
    await press('door.signIn');
    await page.locator('ts-frame').waitFor();
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);

    async function mailedLink(): Promise<string> {
      let link: string | undefined;
      await expect.poll(async () => (link = linkIn((await host.mail()).at(-1) ?? ''))).toBeTruthy();
      return link ?? '';
    }
  },
);

test.each(sampled(LOOKS, 'sign-in-door 2'))(
  'a second factor is set up with an app, and asked for at the next sign-in: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, press, check, host } = desk;
    host.clock.set(new Date());
    await desk.signIn();
    await page.goto('/settings/security');
    await page.locator('ts-session-settings .session').first().waitFor();
    await check('security');
    await press('factor.setUp');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('door.password')).fill('not this one');
    await dialog.getByRole('button', { name: t('factor.next') }).click();
    await dialog.locator('#password-note.wrong').waitFor();
    await dialog.getByLabel(t('door.password')).fill(PASSWORD);
    await dialog.getByRole('button', { name: t('factor.next') }).click();
    await dialog.getByRole('img', { name: t('factor.picture') }).waitFor();
    const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(/\s/g, '');
    const app = new TOTP({ secret });
    const code = (): string => app.generate({ timestamp: host.clock.now().getTime() });
    await check('factor-scan');
    await dialog.getByLabel(t('door.code'), { exact: true }).fill(code());
    await dialog.getByRole('button', { name: t('factor.turnOn') }).click();
    const codes = dialog.getByRole('list', { name: t('factor.codes') });
    await codes.waitFor();
    const [recovery = ''] = await codes.getByRole('listitem').allTextContents();
    expect(await codes.getByRole('listitem').count()).toBe(10);
    await check('factor-codes');
    await dialog.getByRole('button', { name: t('factor.kept') }).click();
    await page.getByText(t('factor.left', { count: 10 })).waitFor();

    await signOut(page);
    host.clock.advance(STEP_MS);
    await enterPassword();
    const field = page.getByLabel(t('door.code'), { exact: true });
    await field.waitFor();
    expect(await field.getAttribute('inputmode')).toBe('numeric');
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await check('door-code');
    await field.fill('000000');
    await press('door.signIn');
    await page.locator('ts-sign-in #code-note.wrong').or(page.getByRole('alert')).first().waitFor();
    await field.fill(code());
    await press('door.signIn');
    await page.locator('ts-frame').waitFor();

    await signOut(page);
    await enterPassword();
    await press('door.useRecovery');
    await page.getByLabel(t('door.recoveryCode')).fill(recovery.trim());
    await press('door.signIn');
    await page.locator('ts-frame').waitFor();
    await page.goto('/settings/security');
    await page.getByText(t('factor.left', { count: 9 })).waitFor();
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);

    async function enterPassword(): Promise<void> {
      await page.getByLabel(t('door.email')).fill(EMAIL);
      await page.getByLabel(t('door.password')).fill(PASSWORD);
      await press('door.signIn');
    }
  },
);

test('who must have a second factor sets it up before anything else', async () => {
  desk = await openPeopleDesk(browser, LOOKS[0]);
  const { page, t, press, host } = desk;
  await desk.signIn();
  await page.goto('/settings/sign-in');
  await page.getByRole('combobox', { name: t('signIn.secondFactor') }).selectOption('managers');
  await page
    .locator('ts-sign-in-settings')
    .getByRole('button', { name: t('action.save') })
    .click();
  await page.getByRole('heading', { name: t('factor.neededTitle') }).waitFor();
  await page.goto('/customer/accounts');
  await page.getByRole('heading', { name: t('factor.neededTitle') }).waitFor();
  await press('factor.setUp');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('door.password')).fill(PASSWORD);
  await dialog.getByRole('button', { name: t('factor.next') }).click();
  const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(/\s/g, '');
  const timestamp = host.clock.now().getTime();
  await dialog
    .getByLabel(t('door.code'), { exact: true })
    .fill(new TOTP({ secret }).generate({ timestamp }));
  await dialog.getByRole('button', { name: t('factor.turnOn') }).click();
  await dialog.getByRole('button', { name: t('factor.kept') }).click();
  await page.locator('ts-list').waitFor();
  expect(new URL(page.url()).pathname).toBe('/customer/accounts');
  expect(desk.faults).toEqual([]);
});

test('the door says why a provider let nobody in, and counts a lock down', async () => {
  desk = await openPeopleDesk(browser, LOOKS[0]);
  const { page, t, press, url } = desk;
  await page.goto('/?problem=HOST_OIDC_ACCOUNT_MISSING');
  await page.getByText(t('door.problem.HOST_OIDC_ACCOUNT_MISSING')).waitFor();
  for (let tries = 0; tries < 10; tries += 1)
    await page.request.post('/api/auth/login', {
      data: { email: EMAIL, password: 'not this one' },
      headers: { Origin: url },
    });
  await page.getByLabel(t('door.email')).fill(EMAIL);
  await page.getByLabel(t('door.password')).fill(PASSWORD);
  await press('door.signIn');
  const timer = page.getByRole('timer');
  await timer.waitFor();
  const first = await timer.textContent();
  expect(first).toMatch(/1[45]:\d\d|15:00/);
  await expect.poll(() => timer.textContent()).not.toBe(first);
  expect(await page.getByRole('button', { name: t('door.signIn') }).isDisabled()).toBe(true);
});

async function signOut(page: Page): Promise<void> {
  await page.evaluate(() =>
    document
      .querySelector('ts-app')!
      .dispatchEvent(new CustomEvent('ts-sign-out', { bubbles: true, composed: true })),
  );
  await page.locator('ts-sign-in').waitFor();
}

/** The link in a mail, out of quoted-printable or, in Chinese, base64. */
function linkIn(source: string): string | undefined {
  const plain = source.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
  const encoded = source.match(/^[\w+/]{40,}={0,2}(?:\r?\n[\w+/]+={0,2})*$/gm) ?? [];
  const texts = [plain, ...encoded.map((part) => Buffer.from(part, 'base64').toString())];
  return texts
    .map((text) => /https?:\/\/\S+?\/reset\/tsr_[\w-]{43}/.exec(text)?.[0])
    .find((link) => link !== undefined);
}
