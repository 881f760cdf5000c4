import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { BoardVisit, card, column, drag, openBoard } from './board-visit.ts';

const visit = BoardVisit.around();

/** Two lines with two phases each; answers ids by name. */
async function makeLines(): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for (const line of ['Sail', 'Motor']) {
    ids[line] = await visit.make('lines', { name: line });
    for (const [order, name] of ['Hull', `${line} trial`].entries()) {
      const phase = { name, order, key: `${line}-${order}`, kind: 'open', line: ids[line] };
      ids[`${line} ${order}`] = await visit.make('phases', phase);
    }
  }
  return ids;
}

/** Loses the next answers to requests of a path that hold a word. */
async function fail(page: Page, path: string, word: string): Promise<() => Promise<void>> {
  const isMeant = (url: URL): boolean => url.pathname === path;
  await page.route(isMeant, (route) =>
    (route.request().postData() ?? '').includes(word)
      ? route.fulfill({ status: 503, json: {} })
      : route.fallback(),
  );
  return () => page.unroute(isMeant);
}

test('the machines are counted by search words too, and records in none are not lost', async () => {
  const ids = await makeLines();
  const sail = { line: ids['Sail'], phase: ids['Sail 0'] };
  await visit.make('boats', { name: 'Gull one', ...sail });
  await visit.make('boats', { name: 'Gull two', ...sail });
  await visit.make('boats', { name: 'Tern', line: ids['Motor'], phase: ids['Motor 1'] });
  const raft = await visit.make('boats', { name: 'Raft' });
  const gone = await visit.host
    .as('administrator')
    .patch(`/api/toy/boats/${raft}`, { line: null, phase: null });
  expect(gone).toMatchObject({ status: 200, body: { line: null, phase: null } });
  const page = await visit.page();
  await page.goto('/toy/boats?layout=board');
  await column(page, 'Hull').getByText('Gull one').waitFor();
  const picker = page.getByRole('combobox', { name: 'Line' });
  const options = () => picker.getByRole('option').allTextContents();
  expect(await options()).toEqual(['Motor (1)', 'Sail (2)', 'Without Line (1)']);

  await picker.selectOption('Motor (1)');
  await column(page, 'Motor trial').getByRole('link', { name: 'Tern' }).waitFor();
  expect(await card(page, 'Gull one').count()).toBe(0);

  await picker.selectOption('Without Line (1)');
  await column(page, 'Without Phase').getByRole('link', { name: 'Raft' }).waitFor();
  expect(await page.getByRole('region').count()).toBe(1);

  await picker.selectOption('Sail (2)');
  await page.getByRole('searchbox', { name: /boats/i }).fill('Gull one');
  await expect.poll(options).toEqual(['Motor (0)', 'Sail (1)']);
  expect(visit.faults).toEqual([]);
});

test('a record made in a column begins with its state, and with the machine of that', async () => {
  const ids = await makeLines();
  await visit.make('boats', { name: 'Gull', line: ids['Sail'], phase: ids['Sail 0'] });
  const page = await visit.page();
  await page.goto('/toy/boats?layout=board');
  await card(page, 'Gull').waitFor();
  await page.getByRole('button', { name: 'Create in Sail trial' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('Tern');
  await form
    .getByRole('button', { name: /^Create/ })
    .first()
    .click();
  await column(page, 'Sail trial').getByRole('link', { name: 'Tern' }).waitFor();
  const { body } = await visit.host
    .as('administrator')
    .get('/api/toy/boats?filter={"name":"Tern"}');
  expect(body).toMatchObject([{ line: ids['Sail'], phase: ids['Sail 1'] }]);
  expect(visit.faults).toEqual([]);
});

test('a card that somebody else moved meanwhile is shown where it is now, and that is said', async () => {
  const id = await visit.makeKite('Dragon', 'Building');
  const page = await visit.page();
  await openBoard(page, 'Dragon');
  await drag(page, 'Dragon', column(page, 'Testing'));
  // Nothing is read anew under the hand that carries a card.
  await visit.moveKite(id, 'Flying');
  await visit.makeKite('Eagle', 'Building');
  await page.mouse.up();
  await page.getByText('somebody else has moved it to Flying').first().waitFor();
  await page.getByRole('region', { name: 'Flying, 1 card' }).waitFor();
  await page.getByRole('region', { name: 'Testing, 0 cards' }).waitFor();
  await column(page, 'Building').getByRole('link', { name: 'Eagle' }).waitFor();
  expect(await visit.readKite(id)).toMatchObject({ step: visit.steps['Flying'] });
  expect(visit.faults).toEqual([]);
});

test('what happens while a card is carried is shown once it is let go', async () => {
  await visit.makeKite('Dragon', 'Building');
  const page = await visit.page();
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').focus();
  await page.keyboard.press('Space');
  await page.getByText('Lifted Dragon from Building.').waitFor();
  await visit.makeKite('Eagle', 'Testing');
  await page.keyboard.press('ArrowRight');
  await page.getByText('Over Testing').waitFor();
  await page.keyboard.press('Escape');
  await column(page, 'Testing').getByRole('link', { name: 'Eagle' }).waitFor();
  await column(page, 'Building').getByRole('link', { name: 'Dragon' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a folded column takes a card, asks what it needs', async () => {
  const id = await visit.makeKite('Dragon', 'Building');
  await visit.makeKite('Eagle', 'Building');
  const page = await visit.page();
  await openBoard(page, 'Dragon');
  await drag(page, 'Dragon', column(page, 'Lost'));
  await page.mouse.up();
  const dialog = page.getByRole('dialog', { name: 'Lost needs a little more' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wind');
  await dialog.getByRole('button', { name: 'Move to Lost' }).click();
  await page.getByRole('region', { name: 'Lost, 1 card' }).waitFor();
  await expect
    .poll(() => visit.readKite(id))
    .toMatchObject({ step: visit.steps['Lost'], reason: 'Wind' });
  // Its card is out of sight: the one beside it has the focus.
  await expect
    .poll(() => card(page, 'Eagle').evaluate((link) => link.matches(':focus')))
    .toBe(true);
  expect(visit.faults).toEqual([]);
});

test('a card that waits too long says so, unless its work has ended', async () => {
  const since = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await visit.makeKite('Dragon', 'Building', { since });
  await visit.makeKite('Eagle', 'Building');
  await visit.makeKite('Falcon', 'Lost', { since, reason: 'Wind' });
  const page = await visit.page();
  await openBoard(page, 'Dragon');
  await page.getByRole('button', { name: 'Unfold Lost' }).click();
  await card(page, 'Falcon').waitFor();
  await page.getByRole('article').filter({ hasText: 'Dragon' }).getByText('40 days').waitFor();
  expect(await page.getByText('days without progress').count()).toBe(1);
  expect(visit.faults).toEqual([]);
});

test('who may only read gets no handle, no menu and no way to make one', async () => {
  const id = await visit.makeKite('Dragon', 'Building');
  const reader = await visit.host.user({ name: 'Reader', roles: ['read-only'] });
  const authorization = (await visit.host.as(reader).authorization()) ?? '';
  const page = await visit.page({ authorization });
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').press('m');
  await card(page, 'Dragon').press('Shift+ArrowRight');
  await card(page, 'Dragon').press('Space');
  await drag(page, 'Dragon', column(page, 'Testing'));
  await page.mouse.up();
  expect(await page.getByRole('menu').count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(Actions for|Create in)/ }).count()).toBe(0);
  expect(await page.getByText('Lifted').count()).toBe(0);
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  expect(await visit.readKite(id)).toMatchObject({ step: visit.steps['Building'] });
  expect(visit.faults).toEqual([]);
});

test('a column that cannot be read says so, and is read on asking again', async () => {
  await visit.makeKite('Dragon', 'Building');
  await visit.makeKite('Eagle', 'Testing');
  const page = await visit.page();
  const mend = await fail(page, '/api/toy/kites/query', visit.steps['Testing'] ?? '-');
  await openBoard(page, 'Dragon');
  await column(page, 'Testing').getByRole('alert').waitFor();
  await mend();
  await column(page, 'Testing')
    .getByRole('button', { name: /again|retry/i })
    .click();
  await column(page, 'Testing').getByRole('link', { name: 'Eagle' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a board of ten thousand counts them all and draws few', async () => {
  for (let round = 0; round < 10; round += 1) await visit.makeKites(1000, 'Building');
  await visit.makeKite('Eagle', 'Testing');
  const page = await visit.page();
  await page.goto('/toy/kites?layout=board&sort=name');
  await page.getByRole('region', { name: 'Building, 10,000 cards' }).waitFor();
  await page.getByRole('region', { name: 'Testing, 1 card' }).waitFor();
  await card(page, 'Kite 000').first().waitFor();
  expect(await page.getByRole('article').count()).toBeLessThanOrEqual(60);
  expect(visit.faults).toEqual([]);
});
