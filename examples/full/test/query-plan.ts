import pg from 'pg';

/** A statement as it went to the database. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a read of one table cost in a plan that was carried out. */
export interface TableScan {
  /** Schema and table; of a partition too. */
  readonly table: string;
  /** `Seq Scan`, `Index Scan`, … */
  readonly kind: string;
  readonly index: string | undefined;
  /** Rows that were looked at, kept or not. */
  readonly read: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Writes down every statement that goes through `pg` while the work is done. */
export async function recordStatements(
  work: () => Promise<unknown>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  const { prototype } = pg.Client;
  const send = Reflect.get(prototype, 'query') as (...parts: unknown[]) => unknown;
  prototype.query = function (this: pg.Client, ...parts: unknown[]): unknown {
    statements.push(statementOf(parts));
    return send.apply(this, parts);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    prototype.query = send as typeof prototype.query;
  }
  return statements;
}

function statementOf([config, values]: readonly unknown[]): Statement {
  if (typeof config === 'string') return { text: config, values: (values ?? []) as unknown[] };
  const { text = '', values: bound = [] } = config as Partial<Statement>;
  return { text, values: bound };
}

/** Whether it only reads, and is not of what the host does meanwhile: sealing the audit. */
export function isRead({ text }: Statement): boolean {
  return (
    /^\s*(select|with)\b/i.test(text) &&
    !/\b(insert into|update \w|delete from|audit_seal|pg_snapshot_xmin)\b/i.test(text)
  );
}

/** How each table of a statement is read: it is carried out once more. */
export async function scansOf(
  client: pg.Client,
  { text, values }: Statement,
): Promise<readonly TableScan[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
    `explain (analyze, verbose, timing off, format json) ${text}`,
    [...values],
  );
  const scans: TableScan[] = [];
  const visit = (node: PlanNode): void => {
    const scan = scanOf(node);
    if (scan) scans.push(scan);
    node.Plans?.forEach(visit);
  };
  rows[0]?.['QUERY PLAN'].forEach(({ Plan }) => visit(Plan));
  return scans;
}

function scanOf(node: PlanNode): TableScan | undefined {
  const table = node['Relation Name'];
  if (table === undefined) return undefined;
  const rows =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return {
    table: `${node.Schema}.${table}`,
    kind: node['Node Type'],
    index: node['Index Name'],
    read: Math.round(rows * node['Actual Loops']),
  };
}
