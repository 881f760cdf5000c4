import type { Page } from 'playwright-core';
import type { Contribution } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import { axeViolations } from './axe.ts';
import type { Check, Finding } from './check.ts';
import { fillHost, type Filling } from './fill-host.ts';
import { contextOf } from './slot-context.ts';
import { mountOften, openStage, setUp } from './stage.ts';
import type { CheckWorld } from './world.ts';

const ROUNDS = 10;

/** What a plugin shows works wherever the shell puts it, and for everybody. */
export const contributions: Check = {
  name: 'contributions',
  title: `Every contribution mounts and unmounts ${ROUNDS} times without an error, and passes axe in light and dark`,
  async run(world) {
    const shown = (world.subject.plugin.ui?.contributions ?? []).filter(({ element }) => element);
    if (shown.length === 0) return [];
    const host = await world.openHost();
    try {
      await setUp(host);
      const filling = await fillHost(host);
      const findings: Finding[] = [];
      for (const theme of ['light', 'dark'] as const)
        findings.push(...(await inTheme(host, world, filling, shown, theme)));
      return findings;
    } finally {
      await host.close();
    }
  },
};

async function inTheme(
  host: TestHost,
  world: CheckWorld,
  filling: Filling,
  shown: readonly Contribution[],
  theme: 'light' | 'dark',
): Promise<readonly Finding[]> {
  const stage = await openStage(host, await world.browser(), theme);
  try {
    const findings: Finding[] = [];
    for (const one of shown)
      findings.push(...(await tryOne(stage.page, stage.faults, host, world, filling, one, theme)));
    return findings;
  } finally {
    await stage.context.close();
  }
}

async function tryOne(
  page: Page,
  faults: string[],
  host: TestHost,
  world: CheckWorld,
  filling: Filling,
  one: Contribution,
  theme: string,
): Promise<readonly Finding[]> {
  const name = `${world.subject.manifest.id}/${one.id} in ${one.slot} (${theme})`;
  faults.splice(0);
  const context = await contextOf(host, one, filling);
  const mounted = await mountOften(page, one, world.subject.manifest.id, context, ROUNDS);
  const places = mounted.isShown ? await axeViolations(page) : [];
  return [
    ...(mounted.isShown
      ? []
      : [
          {
            message: `The contribution ${name} was not shown: ${mounted.reason}`,
            remedy:
              'Export the element’s class from src/ui/index.ts with its tag as a static property, and let it render with the properties that the slot gives.',
          },
        ]),
    ...[...new Set(faults)].map((fault) => ({
      message: `The contribution ${name} makes an error: ${fault}`,
      remedy:
        'Undo in disconnectedCallback what connectedCallback began, and catch what may fail, as requests may.',
    })),
    ...places.map((place) => ({
      message: `The contribution ${name} is an obstacle to some people: ${place}`,
      remedy:
        'See the rule at dequeuniversity.com/rules/axe; most go away with the parts and tokens of @tessera/sdk/ui.',
    })),
  ];
}
