import type { LiveInterest, LiveMessage } from '@tessera/sdk/ui';

const KINDS = ['assembly', 'entity', 'record', 'job', 'resync'] as const;
/** Several elements come and go with one navigation: they share one reconnection. */
const SETTLE_MS = 100;
const RETRY_MS = 3000;
/** How long a request to connect may be on its way. */
const UNDER_WAY_MS = 1000;
/** The server refuses to watch more of a sort at once. */
const MOST_NAMES = 200;

interface Member {
  readonly interest: LiveInterest;
  readonly tell: (message: LiveMessage) => void;
}

/** One `EventSource` for all its members: the pages of a browser, or one page alone. */
export class LiveConnection {
  readonly #members = new Map<object, Member>();
  #source: EventSource | undefined;
  #address: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** From when on a member has not been told of what it wants, in milliseconds of `Date.now()`. */
  #untoldFrom: number | undefined;
  /** Something may have happened that was not told. */
  #isLost = false;

  /**
   * Tells a member what is of interest and has happened since then (milliseconds of `Date.now()`); said again, it replaces what was
   * said before.
   */
  want(
    member: object,
    interest: LiveInterest,
    since: number,
    tell: (message: LiveMessage) => void,
  ): void {
    this.#members.set(member, { interest, tell });
    this.#untoldFrom = Math.min(this.#untoldFrom ?? since, since);
    this.#settle();
  }

  leave(member: object): void {
    this.#members.delete(member);
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), SETTLE_MS);
  }

  #connect(): void {
    const address =
      this.#members.size > 0
        ? liveAddress([...this.#members.values()].map(({ interest }) => interest))
        : undefined;
    const untoldFrom = this.#untoldFrom;
    this.#untoldFrom = undefined;
    if (address === this.#address && this.#source?.readyState !== EventSource.CLOSED) return;
    this.#source?.close();
    this.#address = address;
    this.#source = undefined;
    if (address === undefined) return;
    const now = Date.now();
    const missed = Math.ceil(Math.max(0, now - (untoldFrom ?? now)) + UNDER_WAY_MS);
    const source = new EventSource(`${address}&missed=${missed}`);
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
      this.#tell({ kind: 'lost' });
      if (this.#source !== source || source.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#connect(), RETRY_MS);
    });
  }

  #tell(message: LiveMessage): void {
    for (const { tell } of this.#members.values()) tell(message);
  }
}

/** The address that tells what all of them want to know. */
export function liveAddress(interests: readonly LiveInterest[]): string {
  const query = new URLSearchParams();
  for (const name of ['entities', 'records'] as const) {
    const wanted = new Set(interests.flatMap((interest) => interest[name] ?? []));
    if (wanted.size > 0) query.set(name, [...wanted].toSorted().slice(0, MOST_NAMES).join(','));
  }
  return `/api/live?${query.toString()}`;
}
