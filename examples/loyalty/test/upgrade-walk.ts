import { isDeepStrictEqual } from 'node:util';
import { createTestHost, type TestHost } from '@tessera/host/testing';
import type { PoolConfig } from 'pg';
import { overHttp, strictly, type HttpAnswer, type Send } from './http-client.ts';
import { keptData, makeKeptData, type KeptData } from './kept-data.ts';
import { startLoad, type FailedRequest } from './load.ts';
import { install, packAll, upload, type PackageName } from './packages.ts';
import { workingClients, type Written } from './upgrade-doings.ts';

const NAMES = ['customer', 'sales', '1.0', '1.1', '1.2'] as const;
/** Clients of each kind that are at work. */
const CLIENTS = 2;

/** One upgrade, as those saw it who were at work meanwhile. */
export interface UpgradeSeen {
  readonly answer: HttpAnswer;
  /** What the host had said of the package before anybody agreed. */
  readonly staged: HttpAnswer['body'];
  readonly milliseconds: number;
  /** Requests that were answered while it ran. */
  readonly requests: number;
}

/** What the walk from 1.0 to 1.1 and to the broken 1.2 has shown. */
export interface UpgradeReport {
  readonly host: TestHost;
  readonly send: Send;
  readonly good: UpgradeSeen;
  readonly broken: UpgradeSeen;
  /** Requests of the whole walk. */
  readonly requests: number;
  readonly failed: readonly FailedRequest[];
  readonly written: Written;
  /** What nobody worked on, before and after. */
  readonly kept: { readonly before: KeptData; readonly after: KeptData };
}

/**
 * A host with `customer`, `sales` and `loyalty` 1.0 as packages that were uploaded, clients at work over HTTP, and meanwhile the upgrades:
 * to 1.1, and to 1.2, which does not start. The host is the caller's to close.
 */
export async function walkUpgrades(
  database?: PoolConfig,
  tell: (line: string) => void = () => {},
): Promise<UpgradeReport> {
  tell('packing the plugins');
  const packages = await packAll(NAMES);
  const host = await createTestHost(database ? { database } : {});
  try {
    return await walk(host, packages, tell);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function walk(
  host: TestHost,
  packages: Readonly<Record<PackageName, Uint8Array>>,
  tell: (line: string) => void,
): Promise<UpgradeReport> {
  const url = await host.listen();
  const authorization = (await host.as('administrator').authorization()) ?? '';
  const send = overHttp(url, authorization);
  for (const name of ['customer', 'sales', '1.0'] as const) {
    const { digest, id, version } = await upload(strictly(send), packages[name]);
    await install(strictly(send), digest);
    await strictly(send)('POST', `/api/plugins/${id}/enable`, {});
    tell(`${id} ${version} is enabled`);
  }
  const accounts = await makeKeptData(strictly(send), CLIENTS);
  await host.settle();
  const before = await keptData(host);

  const written: Written = { accounts: new Map(), won: [], entries: [] };
  const load = startLoad(send, workingClients(accounts, written));
  const upgrade = async (name: '1.1' | '1.2'): Promise<UpgradeSeen> => {
    await load.round();
    const staged = await upload(strictly(send), packages[name]);
    const [start, requests] = [performance.now(), load.requests];
    const answer = await install(send, staged.digest);
    const seen = {
      answer,
      staged,
      milliseconds: Math.round(performance.now() - start),
      requests: load.requests - requests,
    };
    await load.round();
    const { milliseconds } = seen;
    tell(
      `upgrade to ${name}: ${answer.status} after ${milliseconds} ms, ${seen.requests} requests meanwhile`,
    );
    return seen;
  };
  try {
    const good = await upgrade('1.1');
    const broken = await upgrade('1.2');
    await load.stop();
    await host.settle();
    tell(`${load.requests} requests, ${load.failed.length} failed`);
    const kept = { before, after: await keptData(host) };
    const { requests, failed } = load;
    return { host, send, good, broken, requests, failed, written, kept };
  } finally {
    await load.stop();
  }
}

/** The walk by hand, on a PostgreSQL of its own; says what was seen. */
async function runByHand(): Promise<number> {
  const { host, failed, kept, broken } = await walkUpgrades(undefined, (line) => {
    process.stdout.write(`${line}\n`);
  });
  const isWhole = isDeepStrictEqual(kept.before, kept.after);
  const status = host.kernel.plugins().find(({ manifest }) => manifest.id === 'loyalty');
  for (const request of failed) process.stdout.write(`FAILED ${JSON.stringify(request)}\n`);
  process.stdout.write(
    `1.2 was refused: ${broken.answer.body.message}\n` +
      `loyalty ${status?.running} serves (${status?.state}); the data is ${isWhole ? 'whole' : 'NOT WHOLE'}\n`,
  );
  await host.close();
  return failed.length === 0 && isWhole && status?.running === '1.1.0' ? 0 : 1;
}

if (import.meta.main) process.exitCode = await runByHand();
