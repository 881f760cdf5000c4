import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What of the stage breaks WCAG 2.0 to 2.2, A and AA, one line a place. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(file, 'utf8'));
  return page.evaluate<readonly string[]>(
    `axe.run({ fromShadowDom: ['ts-app', '#tessera-stage'] }, { runOnly: ${JSON.stringify(LEVELS)} })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`,
  );
}
