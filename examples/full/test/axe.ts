import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Axe {
  run(options: object): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly {
        readonly target: readonly unknown[];
        readonly failureSummary: string;
        readonly element: Element;
      }[];
    }[];
  }>;
}

/**
 * All that stands on a page against WCAG 2.2 AA, slight or grave, one line a place. What a dialog or menu covers in part is no small target:
 * it has its size when the cover is closed.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const covers: Element[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.matches('dialog[open], :popover-open, [role=dialog]')) covers.push(element);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    const holds = (cover: Element, element: Element): boolean => {
      let at: Node | null = element;
      while (at && at !== cover) at = at instanceof ShadowRoot ? at.host : at.parentNode;
      return at === cover;
    };
    const isCovered = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      return covers.some((cover) => {
        const over = cover.getBoundingClientRect();
        const isApart =
          over.right <= box.left ||
          over.left >= box.right ||
          over.bottom <= box.top ||
          over.top >= box.bottom;
        return !isApart && !holds(cover, element);
      });
    };
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations: found } = await axe.run({
      runOnly,
      resultTypes: ['violations'],
      elementRef: true,
    });
    return found.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ element }) => id !== 'target-size' || !isCovered(element))
        .map(
          ({ target, failureSummary }) => `${id}: ${target.flat().join(' ')}\n${failureSummary}`,
        ),
    );
  }, WCAG_22_AA);
}
