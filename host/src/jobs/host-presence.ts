import pg from 'pg';

/** Every host of a workspace shares this advisory lock while it does jobs. */
const PRESENCE_LOCK = 4712;

const TAKE_UP = `
  update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
  where state = 'active'`;
const HAND_BACK = `
  update pgboss.job
  set state = 'retry', start_after = now(), started_on = null, completed_on = null, heartbeat_on = null
  where id = any($1) and state in ('retry', 'failed', 'active')`;

/** Tells that this host lives, so that the next one knows whose jobs have nobody any more. */
export interface Presence {
  /** Jobs that were found half done, with no host alive that could be doing them. */
  readonly takenUp: number;
  /** Says that a job was left only because this host stops: it waits for no pause and loses no try. */
  handBack(id: string): void;
  end(): Promise<void>;
}

/** A killed host leaves its jobs marked as running; when no host lives, they are free at once instead of after their heartbeat. */
export async function holdPresence(connection: pg.ClientConfig): Promise<Presence> {
  const client = new pg.Client({
    ...connection,
    application_name: 'tessera presence',
    keepAlive: true,
  });
  client.on('error', () => {}); // the others then wait for heartbeats
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [PRESENCE_LOCK]);
  const taken = rows[0].alone ? await client.query(TAKE_UP) : undefined;
  await client.query('select pg_advisory_lock_shared($1)', [PRESENCE_LOCK]);
  if (rows[0].alone) await client.query('select pg_advisory_unlock($1)', [PRESENCE_LOCK]);
  const left: string[] = [];
  return {
    takenUp: taken?.rowCount ?? 0,
    handBack: (id) => void left.push(id),
    async end() {
      if (left.length > 0) await client.query(HAND_BACK, [left]).catch(() => {});
      await client.end().catch(() => {});
    },
  };
}
