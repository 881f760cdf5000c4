import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { TestHost } from '../src/testing/index.ts';
import { createShopHost } from './import-shop.ts';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };

let browser: Browser;
let host: TestHost;
let url: string;
let context: BrowserContext;
const faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser.close());
beforeEach(async () => {
  host = await createShopHost();
  url = await host.listen();
  faults.length = 0;
});
afterEach(async () => {
  await context?.close();
  await host.close();
});

async function openAsAda(locale: 'en' | 'zh-CN' = 'en'): Promise<Page> {
  context = await browser.newContext({
    baseURL: url,
    locale,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  const setup = { workspace: 'Shop', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
  const answer = await context.request.post('/api/setup', {
    data: setup,
    headers: { Origin: url },
  });
  expect(answer.status()).toBe(201);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (/^https?:$/.test(asked.protocol) && asked.origin !== url) faults.push(request.url());
  });
  return page;
}

const TABLE = 'SKU,Title,Stock,Made\nA,Bolt,5,31/12/2025\nB,Nut,x,\nC,Cap,1,\n';

async function parts(): Promise<readonly { sku: string; name: string }[]> {
  return (await host.as('administrator').get('/api/shop/parts?_sort=sku&fields=sku,name')).body;
}

test('a file is mapped, checked without a trace, imported, reported and taken back', async () => {
  const page = await openAsAda();
  await page.goto('/import?entity=shop.part');
  await page
    .locator('ts-import-upload input[type=file]')
    .setInputFiles({ name: 'parts.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });

  const box = page.getByRole('combobox', { name: 'Field for the column Title' });
  await expect.poll(() => box.inputValue()).toBe('');
  await page.getByText('no column brings it: Name').waitFor();
  await box.click();
  await page.getByRole('option', { name: 'Name *' }).click();
  const made = page.getByRole('combobox', { name: 'Field for the column Made' });
  await made.fill('Made');
  await page.getByRole('option', { name: 'Made on' }).click();
  await page.getByLabel('Dates').selectOption('DD/MM/YYYY');

  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByText('Checked. Nothing was written yet').waitFor();
  await page.getByRole('cell', { name: 'Stock: “x” is not a number.' }).waitFor();
  expect(await parts()).toEqual([]);
  const failed = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the failed rows' }).click();
  const report = await readFile(await (await failed).path(), 'utf8');
  expect(parse(report, { bom: true })).toEqual([
    ['line', 'field', 'reason', 'SKU', 'Title', 'Stock', 'Made'],
    ['3', 'stock', 'Stock: “x” is not a number.', 'B', 'Nut', 'x', ''],
  ]);

  await page.getByRole('button', { name: 'Change the columns' }).click();
  expect(await box.inputValue()).toBe('Name *');
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByRole('button', { name: 'Import without the failed rows' }).click();
  await page.getByText('Done', { exact: true }).waitFor();
  expect((await parts()).map(({ sku, name }) => [sku, name])).toEqual([
    ['A', 'Bolt'],
    ['C', 'Cap'],
  ]);

  await page.reload();
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await page.getByText('2 taken back, 0 kept, 0 failed').waitFor();
  expect(await parts()).toEqual([]);

  // The same headers are mapped as before, after a reload too.
  await page.getByRole('link', { name: 'Import another file' }).click();
  await page.getByRole('link', { name: /parts\.csv/ }).waitFor();
  await page
    .locator('ts-import-upload input[type=file]')
    .setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) });
  await page.getByText('Mapped as you did the last time').waitFor();
  await page.reload();
  await expect.poll(() => box.inputValue()).toBe('Name *');
  expect(faults).toEqual([]);
});

test('a sheet of a workbook is chosen in Chinese', async () => {
  const page = await openAsAda('zh-CN');
  const bytes = await writeXlsx({
    sheets: [
      { name: '说明', rows: [['无']] },
      {
        name: '零件',
        rows: [
          ['编码', '名称'],
          ['甲', '螺丝'],
        ],
      },
    ],
  });
  await page.goto('/import?entity=shop.part');
  await page.locator('ts-import-upload input[type=file]').setInputFiles({
    name: '零件.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(bytes),
  });
  await page.getByLabel('工作表').selectOption('零件');
  const box = page.getByRole('combobox', { name: '列“名称”对应的字段' });
  await expect.poll(() => box.inputValue()).toBe('名称 *');
  await page.getByRole('button', { name: '检查数据' }).click();
  await page.getByText('已检查的行都可以导入。').waitFor();
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('已完成', { exact: true }).waitFor();
  expect(await parts()).toMatchObject([{ sku: '甲', name: '螺丝' }]);
  expect(faults).toEqual([]);
});

test('texts that name no choice are given one, and the file is mapped so again', async () => {
  const page = await openAsAda();
  await page.goto('/import?entity=shop.part');
  const table = 'SKU,Name,Kind\nA,Bolt,Ware\nB,Nut,实物\nC,Cap,Ware\nD,Work,?\n';
  const files = { name: 'kinds.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
  await page.locator('ts-import-upload input[type=file]').setInputFiles(files);
  await page.getByText('2 values fit no choice (3 rows)').waitFor();
  await expect.poll(() => page.getByLabel('Choice for “实物”').inputValue()).toBe('good');
  await page.getByLabel('Choice for “Ware”').selectOption('Service');
  await page.getByText('1 value fits no choice (1 row)').waitFor();
  await page.getByLabel('Choice for “?”').selectOption('Leave empty');
  await page.getByText('All 3 values of the column are known').waitFor();
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByText('Every row that was checked can be imported.').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Done', { exact: true }).waitFor();
  const { body } = await host.as('administrator').get('/api/shop/parts?_sort=sku&fields=sku,kind');
  expect(body.map(({ kind }: { kind: string }) => kind)).toEqual([
    'service',
    'good',
    'service',
    'good',
  ]);
  await page.getByRole('link', { name: 'Import another file' }).click();
  await page.locator('ts-import-upload input[type=file]').setInputFiles(files);
  await page.getByText('Mapped as you did the last time').waitFor();
  await page.getByText('All 3 values of the column are known').waitFor();
  expect(faults).toEqual([]);
});

test('a lost connection loses no file, and what cannot be read is said in Chinese', async () => {
  const page = await openAsAda('zh-CN');
  await page.goto('/import?entity=shop.part');
  const input = page.locator('ts-import-upload input[type=file]');
  // The frame has one of its own while there is no connection.
  const retry = page.locator('ts-import').getByRole('button', { name: '重试' });
  const send = (name: string, content: string | Buffer): Promise<void> =>
    input.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await send('blank.csv', '\n\n');
  await page.getByText('文件是空的，没有可导入的内容。').waitFor();
  await send(
    'rubbish.csv',
    Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7) % 256)),
  );
  await page.getByText('无法读取此文件：不是文本表格').waitFor();
  expect(await retry.count()).toBe(0);
  await context.setOffline(true);
  await send('parts.csv', 'SKU,名称\nA,螺丝\n');
  await page.getByText('服务器没有响应').waitFor();
  await context.setOffline(false);
  await retry.click();
  await page.getByRole('button', { name: '检查数据' }).waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: '检查数据' }).click();
  await retry.waitFor();
  await context.setOffline(false);
  await retry.click();
  await page.getByText('已检查的行都可以导入。').waitFor();
  await page.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('已完成', { exact: true }).waitFor();
  expect(await parts()).toMatchObject([{ sku: 'A', name: '螺丝' }]);

  const [part] = (await host.as('administrator').get('/api/shop/parts')).body;
  await host.as('administrator').patch(`/api/shop/parts/${part.id}`, { stock: 4 });
  await page.getByRole('button', { name: '撤销此次导入' }).click();
  await page.getByText('1 × 导入后有人修改过该记录。').waitFor();
  expect(faults).toEqual([]);
});

test('who may not import is told so', async () => {
  await openAsAda();
  const user = await host.user({ name: 'Rep', roles: ['sales-rep'] });
  const token = (await host.as(user).authorization()) ?? '';
  const rep = await browser.newContext({
    baseURL: url,
    extraHTTPHeaders: { Authorization: token },
  });
  const page = await rep.newPage();
  await page.goto('/import');
  await page.getByText('You may not import data').waitFor();
  expect(await page.locator('ts-import-upload').count()).toBe(0);
  await rep.close();
  expect(faults).toEqual([]);
});

test('both ways of the export menu give files that read back', async () => {
  const page = await openAsAda();
  await host.as('administrator').post('/api/shop/parts', { sku: 'A', name: '螺丝', stock: 5 });
  await page.goto('/shop/parts');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'All fields' }).check();
  const first = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const csv = await first;
  expect(csv.suggestedFilename()).toMatch(/^Parts-\d{4}-\d\d-\d\d\.csv$/);
  expect(
    parse(await readFile(await csv.path(), 'utf8'), { bom: true, columns: true }),
  ).toMatchObject([{ SKU: 'A', Name: '螺丝', Stock: '5' }]);
  await page.getByRole('button', { name: 'Export' }).click();
  const second = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Excel' }).click();
  const { sheets } = await readXlsx(await readFile(await (await second).path()));
  const [header = [], row = []] = sheets[0]?.rows ?? [];
  expect(row[header.indexOf('Stock')]).toBe(5);
  expect(faults).toEqual([]);
});
