import { SHARE, type Kernel, type Logger, type Principal } from '@tessera/core';
import { errors } from '../errors.ts';
import { createChangeCollector, type EntityChanges } from './change-collector.ts';
import { openStream, type LiveMessage, type LiveStream } from './live-stream.ts';
import { rememberChanges } from './recent-changes.ts';
import { look } from './sight.ts';

const DEBOUNCE_MS = 250;
const HEARTBEAT_MS = 25_000;
const MOST_STREAMS = 30;
/** A change of these may end somebody's access. */
const RIGHTS = ['tessera.user', 'tessera.role', 'tessera.team', SHARE];
/** Told by the database when a session or token of a user has ended, or is another's eyes; the id is the user's. */
const CREDENTIALS = 'tessera.session';

export interface Watch {
  readonly principal: Principal;
  /** Id of the session or token that opened it. */
  readonly credential: string;
  /** Whose that is; another than the principal while somebody looks through his eyes. */
  readonly holder: string;
  /** All entities when empty. */
  readonly entities: ReadonlySet<string>;
  readonly records: ReadonlySet<string>;
  /** Milliseconds before the stream began in which its page has not been told of anything. */
  readonly missed: number;
  /** The principal as of now; undefined when the session or token does not hold any more, or acts as somebody else. */
  readonly refresh: () => Promise<Principal | undefined>;
}

interface Watcher extends Watch {
  readonly userId: string;
  readonly stream: LiveStream;
  /** Records that this stream was told of: only of those it learns that they are gone. */
  readonly told: Set<string>;
  /** What it may do, as it last knew. */
  rights: string;
}

/** Tells browsers what changed: which entity, which record, never a value. */
export interface Live {
  /** @throws TesseraError `HOST_LIVE_TOO_MANY` */
  watch(watch: Watch): Response;
  /** Tells all streams of a user how a job of his goes. */
  tellJob(userId: string, job: { readonly id: string } & Readonly<Record<string, unknown>>): void;
  stop(): void;
}

export function createLive(kernel: Kernel, log: Logger): Live {
  const watchers = new Set<Watcher>();
  const collector = createChangeCollector();
  const recent = rememberChanges();
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    timer = undefined;
    const changes = collector.take();
    const rightsChanged = changes.some(({ entity }) => RIGHTS.includes(entity));
    for (const own of byCredential(watchers).values()) {
      const isDue = rightsChanged || own.some((watcher) => concerns(watcher, changes));
      if (!isDue) continue;
      await tryToTell(own, changes);
    }
  };

  const tryToTell = (own: readonly Watcher[], changes: readonly EntityChanges[]): Promise<void> =>
    tellHolder(own, changes).catch((error: unknown) => {
      log.warn('a user could not be told of changes', { error: String(error) });
      for (const { stream } of own) stream.send({ event: 'resync', data: {} });
    });

  /** What its rights were when the page was read is not known: whatever made them what they are counts as a change. */
  const catchUp = (watcher: Watcher): void => {
    if (watcher.missed === 0) return;
    const changes = recent.since(watcher.missed);
    if (!changes || changes.some((one) => madeRights(watcher.principal, one)))
      watcher.stream.send({ event: 'resync', data: {} });
    else if (concerns(watcher, changes)) void tryToTell([watcher], changes);
  };

  const tellHolder = async (
    own: readonly Watcher[],
    changes: readonly EntityChanges[],
  ): Promise<void> => {
    const [first] = own;
    if (!first) return;
    const principal = await first.refresh();
    if (!principal) {
      for (const { stream } of own) stream.end();
      return;
    }
    const rights = rightsOf(principal);
    for (const watcher of own) {
      if (watcher.rights === rights) continue;
      watcher.rights = rights;
      watcher.stream.send({ event: 'resync', data: {} });
    }
    if (isGrantee(principal, changes)) {
      for (const { stream } of own) stream.send({ event: 'resync', data: {} });
    }
    const wanted = new Set(own.flatMap(({ records }) => [...records]));
    const sight = await kernel.run({ principal, source: 'ui' }, (assembly) =>
      look(assembly, changes, wanted),
    );
    for (const { entity, live, deleted } of changes) {
      for (const watcher of own) {
        if (sight.entities.has(entity) && wants(watcher, entity))
          watcher.stream.send({ event: 'entity', data: { entity } });
        for (const id of watcher.records) {
          if (!live.has(id) && !deleted.has(id)) continue;
          const version = sight.versions.get(id) ?? null;
          if (version === null && !watcher.told.has(id) && !sight.gone.has(id)) continue;
          watcher.told.add(id);
          watcher.stream.send({ event: 'record', data: { entity, id, version } });
        }
      }
    }
  };

  const endChanges = kernel.onChange((changes) => {
    recent.add(changes);
    if (watchers.size === 0) return;
    collector.add(changes);
    timer ??= setTimeout(() => void flush(), DEBOUNCE_MS);
  });
  const endAssemblies = kernel.onAssembly(({ number }) =>
    tellAll(watchers, { event: 'assembly', data: { number } }),
  );
  const heartbeat = setInterval(() => {
    for (const watcher of watchers) {
      watcher.refresh().then(
        (holds) =>
          holds ? watcher.stream.send({ event: 'ping', data: {} }) : watcher.stream.end(),
        () => {}, // the database is away: the next beat
      );
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    watch(watch) {
      const userId = watch.principal.userId ?? '';
      const own = [...watchers].filter(({ holder }) => holder === watch.holder);
      if (own.length >= MOST_STREAMS) throw errors.liveTooMany({ limit: MOST_STREAMS });
      const watcher: Watcher = {
        ...watch,
        userId,
        told: new Set(),
        rights: rightsOf(watch.principal),
        stream: openStream(() => watchers.delete(watcher)),
      };
      watchers.add(watcher);
      watcher.stream.send({ event: 'assembly', data: { number: kernel.assembly.number } });
      catchUp(watcher);
      return watcher.stream.response;
    },
    tellJob(userId, job) {
      for (const watcher of watchers)
        if (watcher.userId === userId) watcher.stream.send({ event: 'job', data: job });
    },
    stop() {
      endChanges();
      endAssemblies();
      clearInterval(heartbeat);
      clearTimeout(timer);
      for (const { stream } of watchers) stream.end();
    },
  };
}

/** Whether a share of the user or of a team of his has come or gone. */
function isGrantee({ userId, teamIds }: Principal, changes: readonly EntityChanges[]): boolean {
  const told = changes.find(({ entity }) => entity === SHARE);
  if (!told) return false;
  return told.isVague || [userId, ...teamIds].some((id) => id !== null && told.live.has(id));
}

/** Whether one of these is the user, a role or a team of his. */
function madeRights(
  principal: Principal,
  { entity, live, deleted, isVague }: EntityChanges,
): boolean {
  if (entity === SHARE) return isGrantee(principal, [{ entity, live, deleted, isVague }]);
  if (!RIGHTS.includes(entity)) return false;
  const { userId, teamIds, managedTeamIds, roles } = principal;
  const own = [userId ?? '', ...teamIds, ...managedTeamIds, ...roles.map(({ id }) => id)];
  return isVague || own.some((id) => live.has(id) || deleted.has(id));
}

/** Who may do what changes with roles, teams and what is shared by default. */
function rightsOf({ roles, teamIds, managedTeamIds, sharing }: Principal): string {
  return JSON.stringify([roles, teamIds, managedTeamIds, sharing]);
}

/** Streams of one session act alike; those that were opened as another end by themselves. */
function byCredential(watchers: ReadonlySet<Watcher>): ReadonlyMap<string, readonly Watcher[]> {
  return Map.groupBy(watchers, ({ credential, userId }) => `${credential} ${userId}`);
}

function concerns(watcher: Watcher, changes: readonly EntityChanges[]): boolean {
  return changes.some(({ entity, live, deleted, isVague }) =>
    entity === CREDENTIALS
      ? isVague || deleted.has(watcher.holder)
      : wants(watcher, entity) ||
        [...watcher.records].some((id) => live.has(id) || deleted.has(id)),
  );
}

function wants({ entities }: Watcher, entity: string): boolean {
  return entities.size === 0 || entities.has(entity);
}

function tellAll(watchers: ReadonlySet<Watcher>, message: LiveMessage): void {
  for (const { stream } of watchers) stream.send(message);
}
