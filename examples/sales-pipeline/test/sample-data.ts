import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a workspace holds after the recipe has run. */
export interface Expectation {
  readonly accounts: number;
  readonly parents: number;
  readonly products: number;
  readonly agents: number;
  readonly managers: number;
  readonly offices: number;
  readonly opportunities: number;
  readonly ofGtxPro: number;
  readonly withoutAccount: number;
  readonly withoutEngageDate: number;
  readonly stages: Readonly<Record<'won' | 'lost' | 'engaging' | 'prospecting', number>>;
  readonly wonValue: string;
  readonly winRate: string;
  /** One closed opportunity, as its record shows it. */
  readonly closed: { readonly number: string; readonly closeDate: string; readonly agent: string };
}

export interface SampleData {
  readonly folder: string;
  readonly expected: Expectation;
}

const REAL: Expectation = {
  accounts: 85,
  parents: 15,
  products: 7,
  agents: 35,
  managers: 6,
  offices: 3,
  opportunities: 8800,
  ofGtxPro: 1480,
  withoutAccount: 1425,
  withoutEngageDate: 500,
  stages: { won: 4238, lost: 2473, engaging: 1589, prospecting: 500 },
  wonValue: '10005534.00',
  winRate: '0.6315',
  closed: { number: '1C1I7A6R', closeDate: '2017-03-01', agent: 'Moses Frase' },
};

/** The real data where they lie beside the repository or where `TESSERA_SAMPLE_DATA` says; else made-up ones of the same shape. */
export async function findSampleData(): Promise<SampleData> {
  const beside = join(import.meta.dirname, '../../../../shared/data/crm-sales-opportunities');
  const folder = process.env['TESSERA_SAMPLE_DATA'] ?? beside;
  return existsSync(join(folder, 'sales_pipeline.csv'))
    ? { folder, expected: REAL }
    : makeSampleData();
}

const OPPORTUNITIES = 3000;
const STAGES = ['Won', 'Lost', 'Won', 'Engaging', 'Prospecting', 'Won'] as const;

/** The same columns and the same traps: another spelling of a product, parents that come later, deals without account or date. */
async function makeSampleData(): Promise<SampleData> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-sample-'));
  const accounts = Array.from({ length: 20 }, (_, index) => {
    const parent = index < 4 ? `Company ${index + 10}` : '';
    const place = index === 3 ? 'Philipines' : 'Kenya';
    return `Company ${index},${index % 2 ? 'technolgy' : 'retail'},1990,${index}.05,${index * 10},${place},${parent}`;
  });
  const agents = Array.from(
    { length: 9 },
    (_, index) => `Agent ${index},Manager ${index % 3},Office ${index % 3 === 2 ? 1 : 0}`,
  );
  const deals = Array.from({ length: OPPORTUNITIES }, (_, index) => {
    const stage = STAGES[index % STAGES.length] ?? 'Won';
    const isClosed = stage === 'Won' || stage === 'Lost';
    const account = isClosed || index % 4 === 0 ? `Company ${index % 20}` : '';
    const value = stage === 'Won' ? 100 + (index % 7) : isClosed ? 0 : '';
    const dates = `${stage === 'Prospecting' ? '' : '2016-10-20'},${isClosed ? '2017-03-01' : ''}`;
    return `D${index},Agent ${index % 8},${index % 3 ? 'GTXPro' : 'MG Special'},${account},${stage},${dates},${value}`;
  });
  const write = (name: string, header: string, rows: readonly string[]): Promise<void> =>
    writeFile(join(folder, name), `${[header, ...rows].join('\n')}\n`);
  await write(
    'accounts.csv',
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    accounts,
  );
  await write('products.csv', 'product,series,sales_price', [
    'GTX Pro,GTX,4821',
    'MG Special,MG,55',
  ]);
  await write('sales_teams.csv', 'sales_agent,manager,regional_office', agents);
  await write(
    'sales_pipeline.csv',
    'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value',
    deals,
  );
  const count = (test: (cells: string[]) => boolean): number =>
    deals.filter((row) => test(row.split(','))).length;
  const stages = {
    won: count(([, , , , stage]) => stage === 'Won'),
    lost: count(([, , , , stage]) => stage === 'Lost'),
    engaging: count(([, , , , stage]) => stage === 'Engaging'),
    prospecting: count(([, , , , stage]) => stage === 'Prospecting'),
  };
  const wonValue = deals
    .map((row) => row.split(','))
    .reduce((sum, cells) => sum + (cells[4] === 'Won' ? Number(cells[7]) : 0), 0);
  return {
    folder,
    expected: {
      accounts: 20,
      parents: 4,
      products: 2,
      agents: 9,
      managers: 3,
      offices: 2,
      opportunities: OPPORTUNITIES,
      ofGtxPro: count(([, , product]) => product === 'GTXPro'),
      withoutAccount: count(([, , , account]) => account === ''),
      withoutEngageDate: count(([, , , , , engaged]) => engaged === ''),
      stages,
      wonValue: `${wonValue}.00`,
      winRate: (stages.won / (stages.won + stages.lost)).toFixed(4),
      closed: { number: 'D0', closeDate: '2017-03-01', agent: 'Agent 0' },
    },
  };
}
