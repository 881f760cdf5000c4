import type { SampleKit, SampleRow } from '@tessera/sdk';
import { ACCOUNT, CONTACT } from '@tessera/customer/contract';
import { PIPELINE, PRODUCT, STAGE } from '../contract.ts';
import type { Deal, Stages } from './deal.ts';
import { drawCourse } from './opportunity-course.ts';
import { opportunityPhrasesEn, opportunityPhrasesZh } from './opportunity-phrases.ts';
import { progressRows } from './opportunity-progress.ts';

const OPPORTUNITIES = 180;
const MEDIAN_DOLLARS = 26_000;
const HAN = /\p{Script=Han}/u;

/** A year of opportunities in every stage, each with its history; none where the pipeline has no stages for that. */
export async function* opportunityRows(kit: SampleKit): AsyncIterable<SampleRow> {
  const stages = await readStages(kit);
  const accounts = kit.made(ACCOUNT);
  const contacts = Map.groupBy(kit.made(CONTACT), (row) => keyIn(row, 'account'));
  const products = kit.made(PRODUCT);
  if (!stages || accounts.length === 0 || products.length === 0) return;
  const customers = accounts.filter(({ values }) => values['accountType'] === 'customer');
  const others = accounts.filter(({ values }) => values['accountType'] === 'prospect');
  for (let index = 0; index < OPPORTUNITIES; index += 1) {
    const course = drawCourse(kit.random, stages.open.length, kit.day(0));
    const isCustomer = course.end?.kind === 'won' || kit.random.chance(0.35);
    const pool = isCustomer && customers.length > 0 ? customers : others;
    const account = kit.random.pick(pool.length > 0 ? pool : accounts);
    const isChinese = HAN.test(String(account.values['name']));
    const deal: Deal = {
      key: `deal-${index + 1}`,
      account,
      contact: kit.random.pick(contacts.get(account.key) ?? kit.made(CONTACT)),
      product: kit.random.pick(
        products.filter(({ values }) => HAN.test(String(values['name'])) === isChinese),
      ),
      course,
      phrases: isChinese ? opportunityPhrasesZh : opportunityPhrasesEn,
      dollars: Math.min(900_000, Math.max(1_500, kit.random.logNormal(MEDIAN_DOLLARS, 0.95))),
    };
    yield* progressRows(kit, stages, deal);
  }
}

/** The key of the row that a value of a row stands for. */
function keyIn({ values }: SampleRow, field: string): string {
  const { $sample } = values[field] as { readonly $sample: { readonly key: string } };
  return $sample.key;
}

async function readStages(kit: SampleKit): Promise<Stages | undefined> {
  const [pipeline] = await kit.read(PIPELINE, {
    sort: [{ field: 'isDefault', direction: 'desc' }],
    limit: 1,
  });
  if (!pipeline) return undefined;
  const stages = await kit.read(STAGE, {
    filter: { pipeline: pipeline.id },
    sort: [{ field: 'order', direction: 'asc' }],
  });
  const open = stages.filter(({ kind }) => kind === 'open');
  const won = stages.find(({ kind }) => kind === 'won');
  const lost = stages.find(({ kind }) => kind === 'lost');
  return open.length > 0 && won && lost ? { pipeline: pipeline.id, open, won, lost } : undefined;
}
