import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { midSentence } from '../../../host/shell/field/field-words.ts';
import { problemsZhCn } from '../../../host/shell/locales/problems-zh-CN.ts';
import { sampled } from '../../../test/setup/sampled.ts';
import { launchBrowser, openAda, openVisitor } from './visitor.ts';
import { readWords, type Words } from './words.ts';
import { ADA, createLivedInWorld, createWorld, LOCALES } from './world.ts';

const ACCOUNT = 'customer.account';
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(sampled(LOCALES, 'journey'))('in %s', (locale) => {
  let world: Awaited<ReturnType<typeof createLivedInWorld>>;
  let words: Words;
  beforeAll(async () => {
    world = await createLivedInWorld(locale);
    words = await readWords(world);
  });
  afterAll(() => world?.host.close());

  test('a new workspace is set up by its first visitor', async () => {
    const empty = await createWorld(locale);
    const visitor = await openVisitor(browser, empty);
    const { page } = visitor;
    const { t } = words;
    await page.goto('/');
    await page.getByRole('heading', { name: t('door.setupTitle') }).waitFor();
    await page.getByLabel(t('door.workspace')).fill('Initech');
    await page.getByLabel(t('door.currency')).selectOption('EUR');
    await page.getByLabel(t('door.name')).fill(ADA.name);
    await page.getByLabel(t('door.email')).fill(ADA.email);
    await page.getByLabel(t('door.password')).fill('short');
    await page.getByRole('button', { name: t('door.setup') }).click();
    await page.locator('input[name=password][aria-invalid=true]').waitFor();
    await page.getByLabel(t('door.password')).fill(ADA.password);
    await page.getByRole('button', { name: t('door.setup') }).click();
    await page.getByRole('heading', { name: ADA.name, level: 1 }).waitFor();
    await page
      .getByRole('navigation')
      .getByRole('link', { name: words.plural(ACCOUNT), exact: true })
      .click();
    await page.getByRole('heading', { name: words.plural(ACCOUNT), level: 1 }).waitFor();
    await page
      .getByText(t('list.empty', { entities: midSentence(words.plural(ACCOUNT)) }))
      .waitFor();
    expect(await page.title()).toContain('Initech');
    expect(visitor.faults).toEqual(['422 POST /api/setup']);
    await visitor.close();
    await empty.host.close();
  });

  test('a wrong password is said in a sentence, the right one opens the first list', async () => {
    const visitor = await openVisitor(browser, world);
    const { page } = visitor;
    const { t } = words;
    await page.goto('/customer/contacts');
    await page.getByLabel(t('door.email')).fill(ADA.email);
    await page.getByLabel(t('door.password')).fill('not-the-password');
    await page.keyboard.press('Enter');
    const refused = await world.host
      .as('anonymous')
      .post('/api/auth/login', { email: ADA.email, password: 'not-the-password' });
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toBe(locale === 'en' ? refused.body.detail : problemsZhCn.HOST_LOGIN_WRONG);
    await page.getByLabel(t('door.password')).fill(ADA.password);
    await page.getByRole('button', { name: t('door.signIn') }).click();
    await page.getByRole('heading', { name: words.plural('customer.contact'), level: 1 }).waitFor();
    expect(visitor.faults).toEqual(['401 POST /api/auth/login']);
    await visitor.close();
  });

  test('a list is sorted, searched and filtered, and the way back keeps it', async () => {
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const { t } = words;
    const names = (): Promise<string[]> =>
      page.locator('ts-list-grid a.title:visible').allTextContents();
    await page.goto('/customer/accounts');
    const location = page.getByRole('button', {
      name: `${words.field(ACCOUNT, 'location')}, ${t('list.sorted.none')}`,
    });
    await location.click();
    await expect.poll(names).toEqual(['Bluth', 'Acme', 'Cyberdyne']);
    await page
      .getByRole('button', { name: `${words.field(ACCOUNT, 'location')}, ${t('list.sorted.asc')}` })
      .click();
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme', 'Bluth']);

    await page.getByRole('searchbox').fill('cyber');
    await expect.poll(names).toEqual(['Cyberdyne']);
    await page.getByRole('searchbox').fill('');
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme', 'Bluth']);

    await page.getByRole('button', { name: t('filter.add'), exact: true }).click();
    const editor = page.getByRole('dialog', { name: t('filter.title') });
    await editor
      .getByRole('combobox', { name: t('filter.field') })
      .fill(words.field(ACCOUNT, 'industry'));
    await page.getByRole('option', { name: words.field(ACCOUNT, 'industry'), exact: true }).click();
    await editor
      .getByRole('combobox', { name: t('filter.value') })
      .fill(words.option(ACCOUNT, 'industry', 'retail'));
    await page.getByRole('option', { name: words.option(ACCOUNT, 'industry', 'retail') }).click();
    await editor.getByRole('button', { name: t('filter.apply') }).click();
    await page
      .getByRole('group', { name: t('filter.chip', { field: words.field(ACCOUNT, 'industry') }) })
      .waitFor();
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme']);

    await page.getByRole('link', { name: 'Acme', exact: true }).click();
    await page.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
    await page.goBack();
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme']);
    await page.goBack();
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme', 'Bluth']);
    await page.goForward();
    await page.reload();
    await expect.poll(names).toEqual(['Cyberdyne', 'Acme']);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('a record is changed in place, gets a note, and shows what points to it', async () => {
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const { t } = words;
    await page.goto(`/customer/accounts/${world.acme}`);
    const phone = words.field(ACCOUNT, 'phone');
    await page
      .getByRole('button', { name: t('record.edit.field', { field: phone }) })
      .click({ force: true });
    await page.getByRole('textbox', { name: phone }).fill('+254 20 1234567');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByRole('link', { name: '+254 20 1234567' }).waitFor();
    expect((await world.admin.get(`/api/customer/accounts/${world.acme}`)).body).toMatchObject({
      phone: '+254 20 1234567',
    });

    await page.getByPlaceholder(t('composer.placeholder')).fill('They want a demo.');
    await page.getByRole('button', { name: t('composer.send'), exact: true }).click();
    await page.locator('ts-timeline').getByText('They want a demo.').first().waitFor();

    const opportunities = words.plural('sales.opportunity');
    await page.getByRole('tab', { name: opportunities }).click();
    const related = page.getByRole('table', { name: opportunities });
    await related.getByRole('link', { name: 'Big deal' }).click();
    await page.getByRole('heading', { name: 'Big deal', level: 1 }).waitFor();
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('a form says what is wrong at its field, and makes the record when it is right', async () => {
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const { t } = words;
    await page.goto('/customer/accounts');
    await page
      .getByRole('button', { name: words.create(ACCOUNT) })
      .first()
      .click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: words.create(ACCOUNT), exact: true }).click();
    await form.getByText(t('form.invalid', { count: 1 })).waitFor();
    const name = form.getByRole('textbox', { name: words.field(ACCOUNT, 'name'), exact: true });
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await name.fill('Dunder');
    await form.getByRole('button', { name: words.create(ACCOUNT), exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.locator('ts-list-grid').getByRole('link', { name: 'Dunder' }).waitFor();
    await page
      .getByRole('status')
      .getByRole('button', { name: t('action.open') })
      .click();
    await page.getByRole('heading', { name: 'Dunder', level: 1 }).waitFor();
    await page.getByRole('button', { name: t('record.more') }).click();
    await page.getByRole('menuitem', { name: t('action.delete') }).click();
    await page.getByRole('heading', { name: words.plural(ACCOUNT), level: 1 }).waitFor();
    expect(
      visitor.faults.filter(
        (fault) => fault !== '422 POST /api/customer/accounts' && !fault.startsWith('404'),
      ),
    ).toEqual([]);
    await visitor.close();
  });
});
