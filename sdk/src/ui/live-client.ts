/** What the server tells as it happens; never values, only what to read again. */
export interface LiveMessage {
  readonly kind: 'assembly' | 'entity' | 'record' | 'job' | 'resync';
  readonly entity?: string;
  readonly id?: string;
  readonly version?: number;
  readonly number?: number;
  readonly [more: string]: unknown;
}

/** What to be told of. Assemblies and jobs always are. */
export interface LiveInterest {
  readonly entities?: readonly string[];
  readonly records?: readonly string[];
}

type Listener = (message: LiveMessage) => void;
interface Watch {
  readonly interest: LiveInterest;
  readonly listener: Listener;
}

const KINDS = ['assembly', 'entity', 'record', 'job', 'resync'] as const;
/** Several elements come and go with one navigation: they share one reconnection. */
const SETTLE_MS = 100;
const RETRY_MS = 3000;

/** Live updates over one `EventSource` for the whole page, from `start()` on. */
export class LiveClient {
  readonly #watches = new Set<Watch>();
  readonly #everything = new Set<Listener>();
  #source: EventSource | undefined;
  #address = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = true;
  /** Something may have happened that was not told. */
  #isLost = false;

  /** Tells the listener of changes of interest until the answered function is called. */
  watch(interest: LiveInterest, listener: Listener): () => void {
    const watch = { interest, listener };
    this.#watches.add(watch);
    this.#settle();
    return () => {
      this.#watches.delete(watch);
      this.#settle();
    };
  }

  /** Tells the listener of new assemblies, jobs and lost connections. */
  onMessage(listener: Listener): () => void {
    this.#everything.add(listener);
    this.#settle();
    return () => this.#everything.delete(listener);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.#address = '';
  }

  start(): void {
    this.#stopped = false;
    this.#settle();
  }

  #settle(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), SETTLE_MS);
  }

  #connect(): void {
    const address = this.#wanted();
    if (address === this.#address && this.#source?.readyState !== EventSource.CLOSED) return;
    this.#source?.close();
    this.#address = address;
    const source = new EventSource(address);
    this.#source = source;
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) =>
        this.#tell({ ...(JSON.parse((event as MessageEvent<string>).data) as object), kind }),
      );
    }
    source.addEventListener('open', () => {
      if (this.#isLost) this.#tell({ kind: 'resync' });
      this.#isLost = false;
    });
    source.addEventListener('error', () => {
      this.#isLost = true;
      if (source.readyState !== EventSource.CLOSED || this.#stopped || this.#source !== source) return;
      this.#timer = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #wanted(): string {
    const entities = new Set<string>();
    const records = new Set<string>();
    for (const { interest } of this.#watches) {
      for (const entity of interest.entities ?? []) entities.add(entity);
      for (const record of interest.records ?? []) records.add(record);
    }
    const query = new URLSearchParams();
    if (entities.size > 0) query.set('entities', [...entities].toSorted().join(','));
    if (records.size > 0) query.set('records', [...records].toSorted().join(','));
    return `/api/live?${query.toString()}`;
  }

  #tell(message: LiveMessage): void {
    for (const listener of this.#everything) listener(message);
    for (const { interest, listener } of this.#watches) {
      const isOfInterest =
        message.kind === 'resync' ||
        (message.kind === 'entity' && interest.entities?.includes(message.entity ?? '')) ||
        (message.kind === 'record' && interest.records?.includes(message.id ?? ''));
      if (isOfInterest) listener(message);
    }
  }
}
