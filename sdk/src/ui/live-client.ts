/** What the server tells as it happens; never values, only what to read again. */
export interface LiveMessage {
  /** What it is about; `lost` means that the connection has ended, `resync` that messages may have been missed. */
  readonly kind: 'assembly' | 'entity' | 'record' | 'job' | 'lost' | 'resync';
  /** The entity that has changed. */
  readonly entity?: string;
  /** Id of the record that has changed. */
  readonly id?: string;
  /** Its version now. */
  readonly version?: number;
  /** Number of the assembly that is served now. */
  readonly number?: number;
  /** Members that only some have. */
  readonly [more: string]: unknown;
}

/** What to be told of. Assemblies and jobs always are. */
export interface LiveInterest {
  /** Ids of entities of which any record counts. */
  readonly entities?: readonly string[];
  /** Ids of single records. */
  readonly records?: readonly string[];
}

/** How messages come to this page. The shell gives it. */
export interface LiveLink {
  /** Says anew what this page wants to be told of. */
  want(interest: LiveInterest): void;
  /** Wants nothing any more. */
  close(): void;
}

type Listener = (message: LiveMessage) => void;
interface Watch {
  readonly interest: LiveInterest;
  readonly listener: Listener;
}

/**
 * Live updates for the elements of one page, from `start()` on; an element has it as `this.live`, started. Messages say what to read again and never
 * hold values.
 *
 * @example
 * ```ts
 * import type { LiveClient } from '@tessera/sdk/ui';
 *
 * export function follow(live: LiveClient, account: string, read: () => void): () => void {
 *   return live.watch({ records: [account], entities: ['customer.contact'] }, (message) => {
 *     if (message.kind !== 'lost') read();
 *   });
 * }
 * ```
 */
export class LiveClient {
  readonly #connect: (tell: Listener) => LiveLink;
  readonly #watches = new Set<Watch>();
  readonly #everything = new Set<Listener>();
  #link: LiveLink | undefined;

  constructor(connect: (tell: (message: LiveMessage) => void) => LiveLink) {
    this.#connect = connect;
  }

  /** Tells the listener of changes of interest until the answered function is called. */
  watch(interest: LiveInterest, listener: (message: LiveMessage) => void): () => void {
    const watch = { interest, listener };
    this.#watches.add(watch);
    this.#want();
    return () => {
      this.#watches.delete(watch);
      this.#want();
    };
  }

  /** Tells the listener of new assemblies, jobs and lost connections. */
  onMessage(listener: (message: LiveMessage) => void): () => void {
    this.#everything.add(listener);
    return () => this.#everything.delete(listener);
  }

  /** Connects; does nothing when it is connected. */
  start(): void {
    this.#link ??= this.#connect((message) => this.#tell(message));
    this.#want();
  }

  /** Ends the connection; listeners stay. */
  stop(): void {
    this.#link?.close();
    this.#link = undefined;
  }

  #want(): void {
    const interests = [...this.#watches].map(({ interest }) => interest);
    this.#link?.want({
      entities: [...new Set(interests.flatMap(({ entities }) => entities ?? []))],
      records: [...new Set(interests.flatMap(({ records }) => records ?? []))],
    });
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
