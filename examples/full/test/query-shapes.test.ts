import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRead, recordStatements, scansOf, type Statement, type TableScan } from './query-plan.ts';
import type { QueryShape } from './query-shape.ts';
import { queryShapes } from './query-shapes.ts';
import { createQueryWorld, READERS, type QueryWorld, type Reader } from './query-world.ts';

/** Tables that grow with the company, and their partitions. */
const LARGE =
  /^(customer\.(account|contact|activity|contact_point)|sales\.opportunity|tessera\.(search|audit|stage_history|event|record_share))(_\d{4}_\d\d|_default)?$/;
/** A part of a table with fewer rows is read as a whole: that is what an index would cost. */
const SMALL = 1000;
/**
 * Rows that a page of 50 may look at, for whoever reads all or nearly nothing: of one seller in forty it meets some 2,000. The others list up
 * to 10,000 ids first.
 */
const MOST_READ = 4000;
const HELD_TO_IT: readonly Reader[] = ['administrator', 'few'];

let world: QueryWorld;
beforeAll(async () => {
  world = await createQueryWorld();
});
afterAll(() => world.close());

const shapes: QueryShape[] = [];
beforeAll(() => void shapes.push(...queryShapes(world.sample)));

test('no question of a page reads a large table as a whole, or much more than it answers', async () => {
  const faults: string[] = [];
  for (const shape of shapes) {
    if (shape.readsAll !== undefined) continue;
    for (const reader of shape.isAdministrators ? READERS.slice(0, 1) : READERS)
      faults.push(...faultsOf(shape, reader, await largeScans(await statementsOf(shape, reader))));
  }
  expect(faults).toEqual([]);
  expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
  expect(shapes.length).toBeGreaterThan(100);
});

test('what is allowed to read all does so: a reason that no longer holds is taken away', async () => {
  const idle: string[] = [];
  for (const shape of shapes) {
    if (shape.readsAll === undefined) continue;
    const scans = await largeScans(await statementsOf(shape, 'administrator'));
    if (scans.every(({ read }) => read <= SMALL)) idle.push(shape.name);
  }
  expect(idle).toEqual([]);
});

test('an index that is missing is found', async () => {
  const reader = 'administrator';
  const shape = shapes.find(({ name }) => name === 'contacts by name')!;
  const statements = await statementsOf(shape, reader);
  expect(faultsOf(shape, reader, await largeScans(statements))).toEqual([]);
  await world.owner.query('begin');
  await world.owner.query('drop index customer.contact_full_name_natural');
  expect(faultsOf(shape, reader, await largeScans(statements))).toContain(
    'contacts by name, administrator: all 20000 rows of customer.contact',
  );
  await world.owner.query('rollback');
});

function faultsOf(shape: QueryShape, reader: Reader, scans: readonly TableScan[]): string[] {
  const whole = scans.filter(({ kind, read }) => kind === 'Seq Scan' && read > SMALL);
  const read = scans.reduce((sum, scan) => sum + scan.read, 0);
  const where = `${shape.name}, ${reader}`;
  return [
    ...whole.map((scan) => `${where}: all ${scan.read} rows of ${scan.table}`),
    ...(read > MOST_READ && HELD_TO_IT.includes(reader) ? [`${where}: ${told(scans)}`] : []),
  ];
}

function told(scans: readonly TableScan[]): string {
  return scans.map(({ index, table, read }) => `${read} of ${index ?? table}`).join(', ');
}

/** What goes to the database for the page that is asked for. */
async function statementsOf(shape: QueryShape, reader: Reader): Promise<readonly Statement[]> {
  const page = await turnTo(shape, reader);
  return (await recordStatements(() => send(page, reader))).filter(isRead);
}

/** How the large tables are read. */
async function largeScans(statements: readonly Statement[]): Promise<readonly TableScan[]> {
  const scans: TableScan[] = [];
  for (const statement of statements) scans.push(...(await scansOf(world.owner, statement)));
  return scans.filter(({ table }) => LARGE.test(table));
}

/** The shape with the cursor of its page, or of the last one that the reader has. Its standing and its reach are known then. */
async function turnTo(shape: QueryShape, reader: Reader): Promise<QueryShape> {
  let page = shape;
  for (let at = 1; ; at++) {
    const cursor = await send(page, reader);
    if (!cursor || at >= (shape.page ?? 1)) return page;
    page = shape.method
      ? { ...shape, body: { ...shape.body, cursor } }
      : { ...shape, path: `${shape.path}&cursor=${encodeURIComponent(cursor)}` };
  }
}

/** Answers the cursor of the next page. Totals are not asked for: counting goes to 10,000, which is nearly all here. */
async function send(shape: QueryShape, reader: Reader): Promise<string | null> {
  const client = world.as(reader);
  const headers = { Prefer: 'count=none' };
  const answer = shape.method
    ? await client.post(shape.path, shape.body, { headers })
    : await client.get(shape.path, { headers });
  // Of a single record, to a reader who does not reach it.
  const isBeyondReach = answer.status === 404 && shape.isOfOneRecord === true;
  if (answer.status !== 200 && !isBeyondReach)
    throw new Error(`${shape.name}, ${reader}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.headers.get('x-next-cursor');
}
