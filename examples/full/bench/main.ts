import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContender, type Contender } from './contender.ts';
import type { Counts } from './counts.ts';
import { databaseUsage } from './database-usage.ts';
import { failures, readFloors, type Verdict } from './gate.ts';
import { startHost } from './host-contender.ts';
import { compareImports } from './imports.ts';
import { readOptions } from './options.ts';
import { compareReaders, LISTS, OTHERS } from './reader-lists.ts';
import { compareRequests } from './requests.ts';
import { compareScales } from './scale.ts';
import type { Ready } from './server.ts';
import { measureStart } from './start.ts';

/**
 * Measures a whole host against a bare Hono + pg server that sends one prepared statement, both on the same database in the same run,
 * in interleaved rounds. `docs/performance.md` says what the options are and what the numbers mean.
 */
const options = readOptions(process.argv.slice(2));
const { groups } = options;
const root = options.folder ?? (await mkdtemp(join(tmpdir(), 'tessera-bench-')));
const verdicts: Verdict[] = [];
let peak: number | undefined;
try {
  if (groups.has('scale')) await measureScale();
  else await measureUsual();
} finally {
  if (!options.folder) await rm(root, { recursive: true, force: true });
}
if (options.gate) await judge();

async function measureUsual(): Promise<void> {
  await fill(root, options.counts);
  if (groups.has('requests') || groups.has('readers')) {
    const tessera = await startHost<Ready>('server.ts', root);
    try {
      if (groups.has('requests')) await measureAgainstBare(tessera);
      if (groups.has('readers')) await measureReaders(tessera.ready);
    } finally {
      await tessera.stop();
    }
  }
  if (groups.has('start')) await measureStart(root, options.rounds);
  if (groups.has('import')) await measureImports();
}

async function measureAgainstBare(tessera: Contender<Ready>): Promise<void> {
  const { pool, backend } = tessera.ready;
  const bare = await startContender<{ url: string }>('bare.ts', [JSON.stringify(pool)]);
  try {
    const idle = await tessera.usage();
    const database = await databaseUsage(backend);
    verdicts.push(...(await compareRequests({ ...options, tessera, bare, database })));
    const loaded = await tessera.usage();
    peak = loaded.peak;
    console.log(
      `host: ${megabytes(idle.memory)} when ready, ${megabytes(loaded.memory)} after the load, ${megabytes(loaded.peak)} at most; ` +
        `blocked for ${loaded.block.toFixed(0)} ms at most under load`,
    );
  } finally {
    await bare.stop();
  }
}

/** The last of all: it leaves more records than the others. */
async function measureImports(): Promise<void> {
  const tessera = await startHost<Ready>('server.ts', root);
  try {
    const database = await databaseUsage(tessera.ready.backend);
    const rows = options.counts.accounts;
    verdicts.push(...(await compareImports({ ...options, tessera, database, rows })));
  } finally {
    await tessera.stop();
  }
}

async function measureReaders({ url, token, readers }: Ready): Promise<void> {
  const setting = {
    ...options,
    url,
    administrator: token,
    readers: { '60 %': readers.most, '40 rows': readers.few, '5,000 shares': readers.shared },
  };
  await compareReaders(LISTS, setting);
  await compareReaders(OTHERS, setting);
}

async function measureScale(): Promise<void> {
  const [base, full] = [join(root, 'base'), join(root, 'full')];
  await fill(base, options.base);
  await fill(full, options.counts);
  const small = await startHost<Ready>('server.ts', base);
  const large = await startHost<Ready>('server.ts', full);
  try {
    await compareScales({ ...options, small, large });
  } finally {
    await small.stop();
    await large.stop();
  }
}

async function fill(folder: string, counts: Counts): Promise<void> {
  const filler = await startHost('fill.ts', folder, JSON.stringify(counts));
  await filler.stop();
  const first = await startHost('server.ts', folder); // compiles what the one that is measured finds
  await first.stop();
}

async function judge(): Promise<void> {
  const low = failures(verdicts, peak, await readFloors(options.floors), options.gate ?? 'rate');
  for (const line of low) console.error(line);
  if (low.length > 0) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
