import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '../plugin/assembly.ts';
import type { Logger } from '../plugin/context.ts';
import { callPlugin } from '../plugin/plugin-call.ts';
import { within } from '../plugin/within.ts';
import type { Database } from '../records/database.ts';
import {
  advanceSubscription,
  buryEvent,
  claimSubscription,
  isHeldBack,
  postponeSubscription,
  readEvents,
  readHorizon,
  releaseSubscription,
  type Cursor,
  type StoredEvent,
} from './subscription-store.ts';

const DEFAULT_RETRIES = 5;
/** How often the log is looked at when nothing wakes the dispatcher. */
const POLL_MS = 2000;
const LONGEST_PAUSE_MS = 300_000;
/** How long draining waits for older transactions of the database server, and how often it looks. */
const LONGEST_DRAIN_MS = 30_000;
const HELD_BACK_MS = 20;
/** Of one delivery: well below the minute for which a subscription is claimed. */
const DEFAULT_TIMEOUT_MS = 30_000;
const LONGEST_TIMEOUT_MS = 50_000;
const LONGEST_STOP_MS = 10_000;

type Delivery = Assembly['subscriptions'][number];

export interface DispatcherOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly assembly: () => Assembly;
  /** Runs one delivery under a lease of its own, as the system. */
  readonly deliver: (
    subscription: Delivery,
    work: (assembly: Assembly) => Promise<void>,
  ) => Promise<void>;
}

/** Delivers committed events to the subscriptions of the running assembly, each in commit order, at least once. */
export interface Dispatcher {
  /** Looks at the log soon. */
  wake(): void;
  /** Delivers until nothing that is committed by now is due, also what an older transaction holds back. For tests and for a graceful stop. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

export function createDispatcher({
  database,
  log,
  assembly,
  deliver,
}: DispatcherOptions): Dispatcher {
  let stopped = false;
  /** Each subscription goes its own pace: one that hangs holds up nobody else. */
  const following = new Map<string, Promise<void>>();
  const asked = new Set<string>();
  /** Whoever wakes it is often inside a request or a plugin; what follows is of neither. */
  const outside = AsyncLocalStorage.snapshot();
  const timer = setInterval(() => dispatcher.wake(), POLL_MS);
  timer.unref();

  const follow = async (subscription: Delivery): Promise<boolean> => {
    const { plugin, name, event } = subscription;
    const cursor = await claimSubscription(database, plugin, name);
    if (!cursor) return false;
    const events = await readEvents(database, event, cursor);
    let attempts = cursor.attempts;
    for (const stored of events) {
      const fault = await attempt(subscription, stored, attempts + 1);
      if (fault === 'gone') {
        await releaseSubscription(database, plugin, name);
        return false;
      }
      if (fault !== undefined && attempts < (subscription.retries ?? DEFAULT_RETRIES)) {
        await postponeSubscription(database, plugin, name, pause(attempts), fault);
        return false;
      }
      if (fault !== undefined) {
        log.error('an event became a dead letter', { plugin, event, id: stored.id, error: fault });
        await buryEvent(database, plugin, name, stored, fault);
      }
      await advanceSubscription(database, plugin, name, stored);
      attempts = 0;
    }
    await releaseSubscription(database, plugin, name);
    return events.length > 0 && !stopped;
  };

  /** Undefined when delivered, `gone` when the plugin is off by now, else what went wrong. */
  const attempt = async (
    subscription: Delivery,
    stored: StoredEvent,
    count: Cursor['attempts'],
  ): Promise<string | undefined> => {
    if (stopped) return 'gone';
    let present = true;
    try {
      await deliver(subscription, async (current) => {
        const found = current.subscriptions.find((one) => isSame(one, subscription));
        present = found !== undefined;
        if (found) await handle(current, found, stored, count);
      });
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
    return present ? undefined : 'gone';
  };

  const loop = async (key: string, subscription: Delivery): Promise<void> => {
    while (asked.delete(key) && !stopped) {
      try {
        while (!stopped && (await follow(subscription))) continue;
      } catch (cause) {
        if (!stopped) log.error('events could not be read', { error: String(cause) });
      }
    }
  };

  const start = (subscription: Delivery): void => {
    const key = `${subscription.plugin} ${subscription.name}`;
    asked.add(key);
    if (following.has(key)) return;
    const done = loop(key, subscription).finally(() => {
      following.delete(key);
      if (asked.has(key) && !stopped) dispatcher.wake();
    });
    following.set(key, done);
  };

  const dispatcher: Dispatcher = {
    wake: () =>
      outside(() => {
        if (!stopped) for (const subscription of assembly().subscriptions) start(subscription);
      }),
    async drain() {
      const before = await readHorizon(database);
      const limit = performance.now() + LONGEST_DRAIN_MS;
      for (;;) {
        // Asked before the round: what is committed in between is not missed.
        const isLater = await isHeldBack(database, before);
        do {
          dispatcher.wake();
          await Promise.all(following.values());
        } while (following.size > 0 && !stopped);
        if (stopped || !isLater || performance.now() > limit) return;
        await setTimeout(HELD_BACK_MS);
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      const rest = Promise.all(following.values());
      await within(rest, LONGEST_STOP_MS, 'a handler goes on').catch(() => {});
    },
  };
  return dispatcher;
}

/** One delivery, in the version that is served now. */
function handle(
  assembly: Assembly,
  { plugin, event: name, handler, timeoutMs }: Delivery,
  stored: StoredEvent,
  attempt: number,
): Promise<void> {
  const { id, at, actor, payload, history } = stored;
  const limit = Math.min(timeoutMs ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS);
  return callPlugin(assembly.onSpan, { kind: 'event', name, plugin, timeoutMs: limit }, () =>
    handler(assembly.context(plugin), {
      id,
      name: stored.name,
      at,
      actor,
      payload,
      history,
      attempt,
    }),
  );
}

function isSame(one: Delivery, other: Delivery): boolean {
  return one.plugin === other.plugin && one.name === other.name;
}

function pause(attempts: number): number {
  return Math.min(500 * 4 ** attempts, LONGEST_PAUSE_MS);
}
