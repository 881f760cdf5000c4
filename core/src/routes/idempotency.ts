import { createHash } from 'node:crypto';
import { errors } from '../errors.ts';
import { currentExecution } from '../plugin/execution.ts';
import type { Database, Sql } from '../records/database.ts';
import { runTransaction } from '../records/facade.ts';
import type { Answer } from './answer.ts';
import { readBytes } from './body.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The conflicting row is locked even where it is too young to be replaced: so the second request waits for the first. */
const CLAIM = `
  insert into tessera.idempotency as known (user_id, key, method_path, request_hash)
  values ($1, $2, $3, $4)
  on conflict (user_id, key) do update
    set method_path = excluded.method_path, request_hash = excluded.request_hash,
        status = null, headers = null, body = null, created_at = now()
    where known.created_at < now() - interval '24 hours'
  returning key`;

const FIND = `
  select method_path, request_hash, status, headers, body
  from tessera.idempotency where user_id = $1 and key = $2`;

const STORE = `
  update tessera.idempotency set status = $3, headers = $4::jsonb, body = $5
  where user_id = $1 and key = $2`;

const RELEASE = `delete from tessera.idempotency where user_id = $1 and key = $2`;

interface Known {
  readonly method_path: string;
  readonly request_hash: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly body: string | null;
}

/**
 * Answers a repeated `Idempotency-Key` with the answer that its first request got. The key, the writes and the answer
 * commit together; a request that failed leaves its key free. Keys are kept for 24 hours.
 * @throws TesseraError `CORE_IDEMPOTENCY_MISMATCH` when the key was used for something else.
 */
export async function idempotent(
  request: Request,
  run: (request: Request) => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return run(request);
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw errors.requestInvalid({
      reason: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  const bytes = await readBytes(request);
  const execution = currentExecution();
  const { pathname, search } = new URL(request.url);
  const claim = {
    user: execution.principal.userId ?? NOBODY,
    key,
    methodPath: `${request.method} ${pathname}${search}`,
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
  return runTransaction(execution, async () => {
    const sql = currentExecution().transaction ?? execution.assembly.database;
    const known = await claimKey(sql, claim);
    if (known) return replay(known);
    const answer = await run(
      new Request(request.url, { method: request.method, headers: request.headers, body: bytes }),
    );
    if (answer.stream) {
      await sql.query(RELEASE, [claim.user, key]);
      return answer;
    }
    await sql.query(STORE, [
      claim.user,
      key,
      answer.status,
      JSON.stringify(answer.headers ?? {}),
      answer.body === undefined ? null : JSON.stringify(answer.body),
    ]);
    return answer;
  });
}

/** Forgets keys older than a day. A job of the host calls it. */
export async function forgetIdempotencyKeys(database: Database): Promise<void> {
  await database.query(
    `delete from tessera.idempotency where created_at < now() - interval '24 hours'`,
  );
}

/** Undefined when the key is ours now; else what is known of it. */
async function claimKey(
  sql: Sql,
  claim: { user: string; key: string; methodPath: string; hash: string },
): Promise<Known | undefined> {
  const taken = await sql.query(CLAIM, [claim.user, claim.key, claim.methodPath, claim.hash]);
  if (taken.length > 0) return undefined;
  const [known] = await sql.query<Known>(FIND, [claim.user, claim.key]);
  if (known?.method_path !== claim.methodPath || known.request_hash !== claim.hash) {
    throw errors.idempotencyMismatch();
  }
  return known;
}

function replay(known: Known): Answer {
  return {
    status: known.status,
    headers: { ...known.headers, 'Idempotency-Replayed': 'true' },
    body: known.body === null ? undefined : (JSON.parse(known.body) as unknown),
  };
}
