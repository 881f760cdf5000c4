import { Readable } from 'node:stream';
import {
  currentExecution,
  errors as coreErrors,
  readAudit,
  writeAuditEntry,
  type AuditItem,
  type AuditQuery,
  type Kernel,
} from '@tessera/core';
import type { Context } from 'hono';
import { contentDisposition } from '../files/file-name.ts';
import type { HostEnv } from '../server/host-env.ts';
import { leaseOf, runAsUser } from '../server/plugin-gate.ts';
import { writeAuditCsv } from './audit-csv.ts';
import { readAuditQuery } from './audit-query.ts';

const PAGE = 500;

/** `GET /api/audit/export`: what the explorer shows as a file, itself written into the audit before the first byte leaves. */
export async function exportAudit(kernel: Kernel, c: Context<HostEnv>): Promise<Response> {
  const names = new URL(c.req.url).searchParams;
  if ((names.get('format') ?? 'csv') !== 'csv')
    throw coreErrors.requestInvalid({ reason: '“format” is csv.' });
  const query = { ...readAuditQuery(names), cursor: undefined, limit: PAGE };
  const first = await runAsUser(kernel, c, () => begin(query, names));
  const stream = Readable.toWeb(
    Readable.from(writeAuditCsv(pagesOf(kernel, c, query, first)), { objectMode: false }),
  );
  const day = kernel.assembly.clock.now().toISOString().slice(0, 10);
  return c.body(stream as ReadableStream<Uint8Array>, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': contentDisposition('attachment', `audit-${day}.csv`),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}

type Page = Awaited<ReturnType<typeof readAudit>>;

async function begin(query: AuditQuery, names: URLSearchParams): Promise<Page> {
  const execution = currentExecution();
  const page = await readAudit(execution, query);
  await writeAuditEntry(execution, {
    entity: 'tessera.audit',
    action: 'export',
    changes: { filter: [null, Object.fromEntries(names)] },
  });
  return page;
}

/** Every page is a lease and a statement of its own: a reader with a slow line holds no connection. */
async function* pagesOf(
  kernel: Kernel,
  c: Context<HostEnv>,
  query: AuditQuery,
  first: Page,
): AsyncGenerator<readonly AuditItem[]> {
  const lease = leaseOf(c);
  let page = first;
  for (;;) {
    yield page.entries;
    const cursor = page.next;
    if (cursor === undefined) return;
    lease.signal?.throwIfAborted();
    page = await kernel.run(lease, () => readAudit(currentExecution(), { ...query, cursor }));
  }
}
