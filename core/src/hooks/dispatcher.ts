import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '../plugin/assembly.ts';
import type { Logger } from '../plugin/context.ts';
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
  let asked = false;
  let running: Promise<void> | undefined;
  const timer = setInterval(() => dispatcher.wake(), POLL_MS);
  timer.unref();

  const round = async (): Promise<boolean> => {
    const done = await Promise.all(
      assembly().subscriptions.map((subscription) => follow(subscription)),
    );
    return done.includes(true);
  };

  const follow = async (subscription: Delivery): Promise<boolean> => {
    const { plugin, name, event } = subscription;
    const cursor = await claimSubscription(database, plugin, name);
    if (!cursor) return false;
    const events = await readEvents(database, event, cursor);
    let attempts = cursor.attempts;
    for (const stored of events) {
      const fault = await attempt(subscription, stored, attempts + 1);
      if (fault === 'gone') break;
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
        present = current.instances.has(subscription.plugin);
        if (!present) return;
        await subscription.handler(current.context(subscription.plugin), {
          id: stored.id,
          name: stored.name,
          at: stored.at,
          actor: stored.actor,
          payload: stored.payload,
          history: stored.history,
          attempt: count,
        });
      });
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
    return present ? undefined : 'gone';
  };

  const loop = async (): Promise<void> => {
    while (asked && !stopped) {
      asked = false;
      try {
        while (!stopped && (await round())) continue;
      } catch (cause) {
        if (!stopped) log.error('events could not be read', { error: String(cause) });
      }
    }
  };

  const dispatcher: Dispatcher = {
    wake() {
      asked = true;
      running ??= loop().finally(() => {
        running = undefined;
        if (asked && !stopped) dispatcher.wake();
      });
    },
    async drain() {
      const before = await readHorizon(database);
      const limit = performance.now() + LONGEST_DRAIN_MS;
      for (;;) {
        do {
          dispatcher.wake();
          await running;
        } while (running && !stopped);
        if (stopped || performance.now() > limit) return;
        if (!(await isHeldBack(database, before))) return;
        await setTimeout(HELD_BACK_MS);
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
  return dispatcher;
}

function pause(attempts: number): number {
  return Math.min(500 * 4 ** attempts, LONGEST_PAUSE_MS);
}
