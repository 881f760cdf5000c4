import {
  runInPlugin,
  type Assembly,
  type EntityId,
  type Money,
  type Records,
  type SampleKit,
  type SampleRow,
  type SampleSet,
} from '@tessera/core';
import { createSampleDays } from './sample-days.ts';
import { createSampleRandom } from './sample-random.ts';
import type { SampleRun } from './sample-store.ts';

/** How much a US dollar is, about; only so that amounts look right. */
const PER_DOLLAR: Readonly<Record<string, number>> = {
  AUD: 1.5,
  BRL: 5,
  CAD: 1.4,
  CNY: 7,
  HKD: 8,
  IDR: 15_000,
  INR: 85,
  JPY: 150,
  KRW: 1_400,
  MXN: 18,
  MYR: 4.5,
  PHP: 57,
  RUB: 90,
  SEK: 10,
  SGD: 1.3,
  THB: 34,
  TWD: 32,
  VND: 25_000,
};

/** The plugins of an assembly that bring samples, those first that others require. */
export function samplePlugins({ instances }: Assembly): [plugin: string, samples: SampleSet][] {
  return [...instances.values()].flatMap(({ manifest, installed }) =>
    installed.plugin.samples
      ? [[manifest.id, installed.plugin.samples] as [string, SampleSet]]
      : [],
  );
}

/** Every row of a run, in the order in which they are made; the same run gives the same rows. */
export async function planSamples(assembly: Assembly, run: SampleRun): Promise<SampleRow[]> {
  const rows: SampleRow[] = [];
  const made = new Map<EntityId, SampleRow[]>();
  for (const [plugin, samples] of samplePlugins(assembly)) {
    const kit = createKit(assembly, run, plugin, made);
    for await (const row of rowsOf(plugin, samples, kit)) {
      rows.push(row);
      if (row.changes !== undefined) continue;
      const list = made.get(row.entity);
      if (list) list.push(row);
      else made.set(row.entity, [row]);
    }
  }
  return rows;
}

/** Each step of the generator is code of the plugin. */
async function* rowsOf(
  plugin: string,
  samples: SampleSet,
  kit: SampleKit,
): AsyncGenerator<SampleRow> {
  const rows = runInPlugin(plugin, () => samples.rows(kit));
  const steps =
    Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  for (;;) {
    const step = await runInPlugin(plugin, () => steps.next());
    if (step.done) return;
    yield step.value;
  }
}

function createKit(
  assembly: Assembly,
  { id, currency, owners, startedAt }: SampleRun,
  plugin: string,
  made: ReadonlyMap<EntityId, readonly SampleRow[]>,
): SampleKit {
  const random = createSampleRandom(`${id} ${plugin}`);
  const { timeZone } = assembly.settings;
  return {
    ...createSampleDays(new Date(startedAt), timeZone, random),
    random,
    currency,
    owners,
    money: (dollars) => roundMoney(dollars * (PER_DOLLAR[currency] ?? 1), currency),
    ref: (entity, key) => ({ $sample: { entity, key } }),
    made: (entity) => made.get(entity) ?? [],
    async read(entity, query) {
      const records = assembly.context(plugin).records(entity) as unknown as Records;
      return (await records.query({ limit: 1000, ...query })).records;
    },
  };
}

/** Two leading digits, and no digits after the point. */
function roundMoney(amount: number, currency: string): Money {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(amount, 1))) - 1);
  return { amount: String(Math.max(1, Math.round(amount / step) * step)), currency };
}
