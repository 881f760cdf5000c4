import type { Locator, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { boardToys } from './board-toys.ts';
import { Visit } from './visit.ts';

const STEPS = [
  ['Building', 'open'],
  ['Testing', 'open'],
  ['Flying', 'won'],
  ['Lost', 'lost'],
] as const;
const LEFT = ['boats', 'kites', 'phases', 'lines', 'makers'].map((path) => `toy/${path}`);

/** A host with kites and boats, none at the beginning of a test, and a browser that looks at their boards. */
export class BoardVisit extends Visit {
  /** Ids of the steps by name. */
  steps: Readonly<Record<string, string>> = {};

  static override around(): BoardVisit {
    const visit = new BoardVisit({ plugins: [boardToys], left: LEFT, mayRefuse: true });
    visit.stand();
    beforeAll(() => visit.#makeSteps());
    return visit;
  }

  async make(path: string, values: object): Promise<string> {
    const made = await this.host.as('administrator').post(`/api/toy/${path}`, values);
    must(made.status === 201, `${path} could not be made: ${JSON.stringify(made.body)}`);
    return made.body.id;
  }

  makeKite(name: string, step: string, more: object = {}): Promise<string> {
    return this.make('kites', { name, step: this.steps[step], ...more });
  }

  async makeKites(count: number, step: string): Promise<void> {
    const create = Array.from({ length: count }, (_, at) => ({
      name: `Kite ${String(at).padStart(3, '0')}`,
      step: this.steps[step],
    }));
    const made = await this.host.as('administrator').post('/api/toy/kites/bulk', { create });
    must(made.status === 200, `Kites could not be made: ${JSON.stringify(made.body)}`);
  }

  async readKite(id: string): Promise<Record<string, unknown>> {
    return (await this.host.as('administrator').get(`/api/toy/kites/${id}`)).body;
  }

  async moveKite(id: string, step: string): Promise<void> {
    const moved = await this.host
      .as('administrator')
      .patch(`/api/toy/kites/${id}`, { step: this.steps[step] });
    must(moved.status === 200, `A kite was not moved: ${JSON.stringify(moved.body)}`);
  }

  async #makeSteps(): Promise<void> {
    await this.enter();
    const made: [string, string][] = [];
    for (const [order, [name, kind]] of STEPS.entries())
      made.push([name, await this.make('steps', { name, kind, order, key: name.toLowerCase() })]);
    this.steps = Object.fromEntries(made);
  }
}

/** A column of the board that is shown. */
export const column = (page: Page, label: string): Locator =>
  page.getByRole('region', { name: new RegExp(`^${label}, `) });

/** A card, by its title. */
export const card = (page: Page, title: string): Locator =>
  page.getByRole('link', { name: title, exact: true });

export async function openBoard(page: Page, title: string): Promise<void> {
  await page.goto('/toy/kites?layout=board');
  await card(page, title).waitFor();
}

/** Drags a card with the mouse over something; to let it go is left to the test. */
export async function drag(page: Page, title: string, over: Locator): Promise<void> {
  const from = await card(page, title).boundingBox();
  const to = await over.boundingBox();
  if (!from || !to) throw new Error('The board is not shown.');
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + Math.min(300, to.height / 2), { steps: 10 });
}

export const price = (amount: string): object => ({ price: { amount, currency: 'USD' } });

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
