import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampled } from '../../../test/setup/sampled.ts';
import { launchBrowser, openAda, openAs } from './visitor.ts';
import { readWords, type Words } from './words.ts';
import { createLivedInWorld, LOCALES, make } from './world.ts';

const ACCOUNT = 'customer.account';
const GRACE = { name: 'Grace', email: 'grace@example.com', password: 'correct-horse-10' } as const;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(sampled(LOCALES, 'the work'))('in %s', (locale) => {
  let world: Awaited<ReturnType<typeof createLivedInWorld>>;
  let words: Words;
  let t: Words['t'];
  beforeAll(async () => {
    world = await createLivedInWorld(locale);
    words = await readWords(world);
    ({ t } = words);
  });
  afterAll(() => world?.host.close());

  async function accounts(filter: object): Promise<Record<string, unknown>[]> {
    const query = encodeURIComponent(JSON.stringify(filter));
    return (await world.admin.get(`/api/customer/accounts?filter=${query}`)).body;
  }

  test('the keyboard alone creates, goes somewhere, and finds a record by two characters of its name', async () => {
    await make(world, '/api/customer/accounts', { name: '华东精密制造' });
    await world.host.settle();
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const ask = async (typed: string, answer: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: t('search.title') }).waitFor();
      await page.keyboard.type(typed);
      const chosen = page.locator('ts-palette [role=option][aria-selected=true]');
      await expect.poll(() => chosen.innerText()).toContain(answer);
      await page.keyboard.press('Enter');
    };
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await ask(words.create(ACCOUNT), words.create(ACCOUNT));
    await page.getByRole('dialog', { name: words.create(ACCOUNT) }).waitFor();
    await page.keyboard.type('Keyed');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => accounts({ name: 'Keyed' })).toHaveLength(1);
    await ask(words.plural('customer.contact'), words.plural('customer.contact'));
    await page.getByRole('heading', { name: words.plural('customer.contact'), level: 1 }).waitFor();
    await ask('东精', '华东精密制造');
    await page.getByRole('heading', { name: '华东精密制造', level: 1 }).waitFor();
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('selected records are changed together, and changed back', async () => {
    for (const name of ['Bulk 1', 'Bulk 2', 'Bulk 3'])
      await make(world, '/api/customer/accounts', { name, industry: 'technology' });
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const three = { count: 3, number: '3' };
    await page.goto(
      `/customer/accounts?filter=${encodeURIComponent('{"name":{"startsWith":"Bulk"}}')}`,
    );
    await page.getByText(t('list.total', three)).waitFor();
    await page.getByRole('checkbox', { name: t('list.select.all') }).click();
    await page.getByRole('button', { name: t('bulk.edit'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('industry');
    const industry = dialog.getByRole('combobox', {
      name: words.field(ACCOUNT, 'industry'),
      exact: true,
    });
    await industry.click();
    await industry.pressSequentially(words.option(ACCOUNT, 'industry', 'retail'));
    await page.getByRole('option', { name: words.option(ACCOUNT, 'industry', 'retail') }).click();
    await dialog.getByRole('button', { name: t('bulk.edit.start', three) }).click();
    await page.getByText(t('bulk.ended.update', three)).waitFor();
    const retail = { and: [{ name: { startsWith: 'Bulk' } }, { industry: 'retail' }] };
    expect(await accounts(retail)).toHaveLength(3);
    await page.getByRole('button', { name: t('action.undo') }).click();
    await page.getByText(t('bulk.ended.undo', three)).waitFor();
    expect(await accounts(retail)).toEqual([]);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('a file is imported from the list, and the import is taken back', async () => {
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    const table = [
      [words.field(ACCOUNT, 'name'), words.field(ACCOUNT, 'industry')],
      ['Brought 1', words.option(ACCOUNT, 'industry', 'retail')],
      ['云杉医疗', words.option(ACCOUNT, 'industry', 'medical')],
    ];
    await page.goto('/import?entity=customer.account');
    await page.locator('ts-import-upload input[type=file]').setInputFiles({
      name: 'companies.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table.map((row) => row.join(',')).join('\n')),
    });
    await page.getByText(t('import.mapped', { mapped: 2, ignored: 0, rows: 2 })).waitFor();
    await page.getByRole('button', { name: t('import.toCheck') }).click();
    await page.getByText(t('import.allWell')).waitFor();
    await page.getByRole('button', { name: t('import.start'), exact: true }).click();
    await page.getByText(t('import.status.done'), { exact: true }).waitFor();
    const brought = { name: { in: ['Brought 1', '云杉医疗'] } };
    await expect
      .poll(async () => (await accounts(brought)).map(({ name, industry }) => [name, industry]))
      .toEqual(
        expect.arrayContaining([
          ['Brought 1', 'retail'],
          ['云杉医疗', 'medical'],
        ]),
      );
    await page.getByRole('button', { name: t('import.undo') }).click();
    await page.getByText(t('import.undone', { undone: 2, kept: 0, failed: 0 })).waitFor();
    expect(await accounts(brought)).toEqual([]);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('what a list shows is downloaded', async () => {
    const visitor = await openAda(browser, world);
    const { page } = visitor;
    await page.goto('/customer/accounts?filter={"location":"Kenya"}');
    await page.getByRole('link', { name: 'Acme', exact: true }).waitFor();
    await page.getByRole('button', { name: t('export.open'), exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: t('export.csv') }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(
      new RegExp(`^${words.plural(ACCOUNT)}-\\d{4}-\\d\\d-\\d\\d\\.csv$`),
    );
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toEqual([
      expect.stringContaining(words.field(ACCOUNT, 'name')),
      expect.stringContaining('Acme'),
    ]);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  test('a view is shared with a colleague, who sees it and cannot change it', async () => {
    const [role] = (await world.admin.get('/api/tessera/roles?key=sales-rep')).body;
    const grace = await make(world, '/api/tessera/users', { name: GRACE.name, roles: [role.id] });
    const invited = await world.admin.post(`/api/tessera/users/${grace}/invite`, {
      email: GRACE.email,
      locale,
    });
    const token = String(invited.body.link).split('/').at(-1);
    const { password } = GRACE;
    const accepted = await world.host
      .as('anonymous')
      .post(`/api/auth/invitations/${token}`, { password });
    expect(accepted.status).toBeLessThan(300);

    const ada = await openAda(browser, world);
    const { page } = ada;
    await page.goto('/customer/accounts?filter={"industry":"retail"}&sort=name');
    await page.getByRole('button', { name: t('view.save'), exact: true }).click();
    const dialog = page.getByRole('dialog', { name: t('view.new.title') });
    await dialog.getByRole('textbox', { name: t('view.name') }).fill('Shops');
    await dialog.getByRole('radio', { name: t('view.share.all') }).check();
    await dialog.getByRole('button', { name: t('action.save'), exact: true }).click();
    await page.getByRole('link', { name: 'Shops' }).waitFor();
    await page.getByRole('button', { name: t('view.menu', { name: 'Shops' }) }).click();
    await page.getByRole('button', { name: t('view.edit') }).waitFor();

    const colleague = await openAs(browser, world, GRACE);
    await colleague.page.goto('/customer/accounts');
    await colleague.page.getByRole('link', { name: 'Shops' }).click();
    await colleague.page
      .getByRole('group', { name: t('filter.chip', { field: words.field(ACCOUNT, 'industry') }) })
      .waitFor();
    await colleague.page.getByRole('button', { name: t('view.menu', { name: 'Shops' }) }).click();
    await colleague.page.getByRole('button', { name: t('view.duplicate') }).waitFor();
    expect(await colleague.page.getByRole('button', { name: t('view.edit') }).count()).toBe(0);
    expect([...ada.faults, ...colleague.faults]).toEqual([]);
    await Promise.all([ada.close(), colleague.close()]);
  });
});
