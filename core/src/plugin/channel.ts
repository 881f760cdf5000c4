import type { Pool, PoolClient } from 'pg';
import type { Change } from '../records/records.ts';
import type { Logger } from './context.ts';

const CHANNEL = 'tessera';
/** Changes of this span go to the other hosts in one message. */
const COLLECT_MS = 50;
/** PostgreSQL carries at most 8,000 bytes. */
const LONGEST_MESSAGE = 7500;
const RECONNECT_MS = 1000;

type Message =
  | { readonly from: string; readonly assembly: number }
  | { readonly from: string; readonly changes: readonly Pick<Change, 'entity' | 'id' | 'action'>[] }
  | { readonly from: string; readonly entities: readonly Change['entity'][] };

export interface ChannelOptions {
  readonly pool: Pool;
  /** Where it listens: a connection that no pooler hands to others between two statements. */
  readonly listen: Pool;
  readonly log: Logger;
  /** Tells this host's own messages from those of others. */
  readonly host: string;
  /** Another host has made this assembly; undefined when messages may have been missed. */
  readonly onAssembly: (number?: number) => void;
  readonly onChanges: (changes: readonly Change[]) => void;
}

/** How the hosts of one workspace tell each other what happened, over LISTEN and NOTIFY. */
export interface Channel {
  /** Logs when it cannot be told; never throws. */
  tellAssembly(number: number): Promise<void>;
  tellChanges(changes: readonly Change[]): void;
  stop(): Promise<void>;
}

export async function openChannel(options: ChannelOptions): Promise<Channel> {
  const { pool, log, host } = options;
  let stopped = false;
  let client: PoolClient | undefined;
  let collected: Change[] = [];
  let timer: NodeJS.Timeout | undefined;

  const listen = async (): Promise<void> => {
    const opened = await options.listen.connect();
    opened.on('notification', (notification) => receive(notification.payload ?? ''));
    opened.on('error', () => {
      if (client !== opened) return;
      client = undefined;
      opened.release(true);
      log.warn('the connection that listens was lost; connecting again');
      reconnect();
    });
    try {
      await opened.query(`listen ${CHANNEL}`);
    } catch (cause) {
      opened.release(true);
      throw cause;
    }
    if (stopped) opened.release(true);
    else client = opened;
  };
  const reconnect = (): void => {
    setTimeout(() => {
      if (!stopped) listen().then(() => options.onAssembly(), reconnect);
    }, RECONNECT_MS).unref();
  };
  const receive = (payload: string): void => {
    const message = JSON.parse(payload) as Message;
    if (message.from === host) return;
    if ('assembly' in message) options.onAssembly(message.assembly);
    else if ('changes' in message) {
      options.onChanges(
        message.changes.map((change) => ({ ...change, before: null, after: null, changed: [] })),
      );
    } else {
      options.onChanges(
        message.entities.map((entity) => ({
          entity,
          id: '',
          action: 'updated',
          before: null,
          after: null,
          changed: [],
        })),
      );
    }
  };
  const send = async (message: Message): Promise<void> => {
    await pool
      .query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(message)])
      .catch((cause: unknown) => log.warn('other hosts were not told', { error: String(cause) }));
  };
  const flush = async (): Promise<void> => {
    timer = undefined;
    const changes = collected.map(({ entity, id, action }) => ({ entity, id, action }));
    collected = [];
    const whole: Message = { from: host, changes };
    const message: Message =
      JSON.stringify(whole).length <= LONGEST_MESSAGE
        ? whole
        : { from: host, entities: [...new Set(changes.map((change) => change.entity))] };
    await send(message);
  };

  await listen();
  return {
    tellAssembly: (number) => send({ from: host, assembly: number }),
    tellChanges(changes) {
      collected.push(...changes);
      timer ??= setTimeout(() => void flush(), COLLECT_MS);
    },
    async stop() {
      stopped = true;
      if (timer) {
        clearTimeout(timer);
        await flush();
      }
      client?.release(true);
      client = undefined;
    },
  };
}
