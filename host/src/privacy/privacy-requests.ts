import type { PersonMemory, PersonReference, Sql } from '@tessera/core';

/** Rows of something that a request has dealt with. */
export interface Counted {
  readonly entity: string;
  readonly count: number;
  readonly why?: string;
}

/** A request as it is stored. */
export interface PrivacyRequest {
  readonly id: string;
  readonly kind: 'export' | 'erase';
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  /** The records of the person: the one that was asked for first. */
  readonly people: readonly PersonReference[];
  /** How the person was called; null once erased. */
  readonly title: string | null;
  readonly reason: string | null;
  /** What has to be known until the erasure is done. */
  readonly memory: PersonMemory | null;
  /** Ids of the files that hung on what goes. */
  readonly files: readonly string[] | null;
  readonly others: readonly Counted[];
  readonly kept: readonly Counted[];
  readonly fault: string | null;
  readonly size: number | null;
  readonly by: string;
  readonly at: string;
  readonly endedAt: string | null;
}

const COLUMNS = `id, kind, status, people, title, reason, memory, files, others, kept, fault, size, created_by as by,
  created_at as at, ended_at as "endedAt"`;
const MOST = 200;

/** Writes a new request down. */
export async function insertRequest(
  sql: Sql,
  request: Pick<PrivacyRequest, 'id' | 'kind' | 'people' | 'title' | 'reason' | 'by' | 'at'>,
): Promise<void> {
  const { id, kind, people, title, reason, by, at } = request;
  await sql.query(
    `insert into tessera.privacy_request (id, kind, status, people, title, reason, created_by, created_at)
     values ($1, $2, 'queued', $3::jsonb, $4, $5, $6, $7)`,
    [id, kind, JSON.stringify(people), title, reason, by, at],
  );
}

export async function findRequest(sql: Sql, id: string): Promise<PrivacyRequest | undefined> {
  const [row] = await sql.query<PrivacyRequest>(
    `select ${COLUMNS} from tessera.privacy_request where id = $1`,
    [id],
  );
  return row;
}

/** The latest requests, the newest first. */
export function listRequests(sql: Sql): Promise<PrivacyRequest[]> {
  return sql.query<PrivacyRequest>(
    `select ${COLUMNS} from tessera.privacy_request order by created_at desc, id desc limit ${MOST}`,
  );
}

/** An erasure of this record that is not done: whoever asks again goes on with it. */
export async function findUnfinished(
  sql: Sql,
  { entity, id }: PersonReference,
): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `select id from tessera.privacy_request where kind = 'erase' and status <> 'done'
       and people @> $1::jsonb order by created_at limit 1`,
    [JSON.stringify([{ entity, id }])],
  );
  return row?.id;
}

/** Ids of the requests that a host which ended may have left half done. */
export async function unfinishedRequests(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from tessera.privacy_request where status in ('queued', 'running') order by created_at`,
  );
  return rows.map(({ id }) => id);
}

type Change = Partial<Omit<PrivacyRequest, 'id' | 'kind' | 'people' | 'by' | 'at'>>;

const written: Readonly<Record<keyof Change, string>> = {
  status: 'status',
  title: 'title',
  reason: 'reason',
  memory: 'memory',
  files: 'files',
  others: 'others',
  kept: 'kept',
  fault: 'fault',
  size: 'size',
  endedAt: 'ended_at',
};
const JSON_FIELDS = new Set(['memory', 'files', 'others', 'kept']);

/** Writes what has become of a request. */
export async function changeRequest(sql: Sql, id: string, change: Change): Promise<void> {
  const names = Object.keys(change) as (keyof Change)[];
  const sets = names.map((name, index) => `${written[name]} = $${index + 2}`);
  const values = names.map((name) => {
    const value = change[name];
    return JSON_FIELDS.has(name) && value !== null ? JSON.stringify(value) : value;
  });
  await sql.query(`update tessera.privacy_request set ${sets.join(', ')} where id = $1`, [
    id,
    ...values,
  ]);
}
