import type { AuditItem } from '@tessera/core';
import { csvLine } from '../transfer/csv-line.ts';

/** With a byte order mark: without one, spreadsheets take UTF-8 for something else. */
const MARK = '\ufeff';

const COLUMNS: Readonly<Record<string, (item: AuditItem) => string | null>> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  action: ({ action }) => action,
  entity: ({ entity }) => entity,
  record: ({ record }) => record,
  title: ({ title }) => title,
  actorKind: ({ actor }) => actor.kind,
  actor: ({ actor }) => actor.name,
  userId: ({ actor }) => actor.userId,
  tokenId: ({ actor }) => actor.tokenId,
  impersonator: ({ impersonator }) => impersonator?.name ?? null,
  initiator: ({ initiator }) => initiator?.name ?? null,
  cause: ({ cause }) => (cause ? `${cause.kind} ${cause.id}` : null),
  source: ({ source }) => source,
  address: ({ address }) => address,
  requestId: ({ requestId }) => requestId,
  reason: ({ reason }) => reason,
  plugin: ({ plugin }) => plugin,
  changes: ({ changes }) => JSON.stringify(changes),
  batch: ({ batch }) => (batch === null ? null : String(batch)),
};

/** The audit as CSV, page by page: a line an entry, what was changed as JSON. */
export async function* writeAuditCsv(
  pages: AsyncIterable<readonly AuditItem[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const cells = Object.values(COLUMNS);
  yield encoder.encode(MARK + csvLine(Object.keys(COLUMNS)));
  for await (const page of pages)
    yield encoder.encode(
      page.map((item) => csvLine(cells.map((cell) => cell(item) ?? ''))).join(''),
    );
}
