import type { Transaction } from '../plugin/execution.ts';
import type { Database, Sql } from '../records/database.ts';
import { digestContent, digestSeal, NO_SEAL } from './audit-digest.ts';
import { retainedFrom } from './audit-retention.ts';
import { checkRows } from './check-rows.ts';
import { SEAL_COLUMNS, type StoredSeal } from './seal-audit.ts';

/** What is wrong with the audit; `what` is a key that the reader words. */
export interface AuditFault {
  /** The sealed batch it is in; null for a row that is in none. */
  readonly batch: number | null;
  /** Id of the row of the audit. */
  readonly row?: string;
  readonly field?: string;
  readonly what:
    | 'rowChanged'
    | 'valueChanged'
    | 'rowMissing'
    | 'rowAdded'
    | 'orderChanged'
    | 'batchMissing'
    | 'sealChanged'
    | 'chainBroken'
    | 'erasedWithoutErasure'
    | 'digestUnknown';
}

/** What a check of the audit found. */
export interface AuditVerdict {
  readonly isWhole: boolean;
  readonly batches: number;
  readonly rows: number;
  /** Values that were erased by request. */
  readonly erased: number;
  /** At most 1,000. */
  readonly faults: readonly AuditFault[];
  /** The last digest, to be kept elsewhere. */
  readonly last: Pick<StoredSeal, 'batch' | 'at' | 'digest'> | null;
}

const MOST_FAULTS = 1000;
const PAGE = 1000;

/**
 * Checks every sealed row of the audit against its digest, and the chain of seals, as they stand at one moment.
 * @param expected - a digest that was printed before: it must still be in the chain
 */
export async function verifyAudit(
  database: Database,
  options: { readonly expected?: string | undefined } = {},
): Promise<AuditVerdict> {
  return database.transaction(async (sql) => {
    await sql.query('set transaction isolation level repeatable read, read only');
    const faults: AuditFault[] = [];
    const first = await retainedFrom(sql);
    const totals = { batches: 0, rows: 0, erased: 0 };
    let last: StoredSeal | undefined;
    let isKnown = options.expected === undefined;
    for (;;) {
      const seals = await sealsBehind(sql, last?.batch ?? 0);
      if (seals.length === 0) break;
      for (const seal of seals) {
        faults.push(...checkSeal(seal, last));
        isKnown ||= seal.digest === options.expected;
        last = seal;
      }
      const kept = seals.filter(({ batch }) => batch >= first);
      const checked = await checkBatches(sql, kept);
      faults.push(...checked.faults);
      totals.batches += seals.length;
      totals.rows += checked.rows;
      totals.erased += checked.erased;
      if (faults.length > MOST_FAULTS) break;
    }
    if (!isKnown) faults.push({ batch: null, what: 'digestUnknown' });
    faults.push(...(await strayRows(sql, last)));
    return {
      isWhole: faults.length === 0,
      ...totals,
      faults: faults.slice(0, MOST_FAULTS),
      last: last ? { batch: last.batch, at: last.at, digest: last.digest } : null,
    };
  });
}

function sealsBehind(sql: Sql, batch: number): Promise<StoredSeal[]> {
  return sql.query<StoredSeal>(
    `select ${SEAL_COLUMNS} from tessera.audit_seal where batch > $1 order by batch limit ${PAGE}`,
    [batch],
  );
}

function checkSeal(seal: StoredSeal, before: StoredSeal | undefined): AuditFault[] {
  const faults: AuditFault[] = [];
  const expected = (before?.batch ?? 0) + 1;
  if (seal.batch !== expected) faults.push({ batch: expected, what: 'batchMissing' });
  else if (seal.previous !== (before?.digest ?? NO_SEAL))
    faults.push({ batch: seal.batch, what: 'chainBroken' });
  if (digestSeal(seal) !== seal.digest) faults.push({ batch: seal.batch, what: 'sealChanged' });
  return faults;
}

/** Reads the rows of the batches page by page, and compares each batch with its seal. */
async function checkBatches(sql: Transaction, seals: readonly StoredSeal[]) {
  const faults: AuditFault[] = [];
  let rows = 0;
  let erased = 0;
  for (const page of pagesOf(seals)) {
    const [first, end] = [page[0], page.at(-1)];
    if (!first || !end || faults.length > MOST_FAULTS) break;
    const checked = await checkRows(sql, first.batch, end.batch);
    const ofBatch = Map.groupBy(checked.rows, ({ batch }) => batch);
    faults.push(...checked.faults);
    rows += checked.rows.length;
    erased += checked.erased;
    for (const seal of page) {
      const digests = (ofBatch.get(seal.batch) ?? []).map(({ digest }) => digest);
      if (digestContent(digests) !== seal.content)
        faults.push({ batch: seal.batch, what: contentFault(digests.length, seal.rows) });
    }
  }
  return { faults, rows, erased };
}

/** Batches that are read at once: so many that their rows fill a page. */
function pagesOf(seals: readonly StoredSeal[]): StoredSeal[][] {
  const pages: StoredSeal[][] = [];
  let rows = PAGE;
  for (const seal of seals) {
    if (rows >= PAGE) pages.push([]);
    rows = (rows >= PAGE ? 0 : rows) + seal.rows;
    pages.at(-1)?.push(seal);
  }
  return pages;
}

function contentFault(found: number, sealed: number): AuditFault['what'] {
  if (found === sealed) return 'orderChanged';
  return found < sealed ? 'rowMissing' : 'rowAdded';
}

/** Rows in front of the last seal that were never sealed, and digests whose seal is gone. */
async function strayRows(sql: Sql, last: StoredSeal | undefined): Promise<AuditFault[]> {
  const added = last
    ? await sql.query<{ id: string }>(
        `select a.id from tessera.audit a
         where (a.xid, a.id) <= ($1::text::xid8, $2::uuid)
           and not exists (select from tessera.audit_sealed s where s.row_id = a.id) limit ${MOST_FAULTS}`,
        [last.lastXid, last.lastId],
      )
    : [];
  const orphans = await sql.query<{ batch: number }>(
    `select batch from (select batch from tessera.audit_digest union select batch from tessera.audit_batch) d
     where not exists (select from tessera.audit_seal s where s.batch = d.batch) order by 1 limit ${MOST_FAULTS}`,
  );
  return [
    ...added.map(({ id }): AuditFault => ({ batch: null, row: id, what: 'rowAdded' })),
    ...orphans
      .filter(({ batch }) => batch > (last?.batch ?? 0))
      .map(({ batch }): AuditFault => ({ batch, what: 'batchMissing' })),
  ];
}
