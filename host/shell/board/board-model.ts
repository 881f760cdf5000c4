import type { WireRecord } from '../field/field-kind.ts';
import { emptyLane, laneKey, NO_VALUE, strayLane } from './board-lanes.ts';
import type { Lane } from './board-lanes.ts';
import type { BoardSource } from './board-source.ts';
import { NO_SUMMARY, withRecord } from './board-summary.ts';
import type { LaneSummary } from './board-summary.ts';
import type { FieldView } from '../field/field-template.ts';

/** The cards of a column that were read so far. */
export interface LaneContent {
  readonly records: readonly WireRecord[];
  readonly next: string | undefined;
  /** Something of it was read. */
  readonly isStarted: boolean;
  readonly isReading: boolean;
  readonly failure: unknown;
}

const PAGE = 30;
/** Cards read again at once; who has scrolled farther reads on from there. */
const MOST_RENEWED = 300;
const NOTHING: LaneContent = {
  records: [],
  next: undefined,
  isStarted: false,
  isReading: false,
  failure: null,
};

/** What a board knows: its columns, what stands above them, and the cards read. Tells its owner of each change. */
export class BoardModel {
  readonly source: BoardSource;
  /** It could not be read at all. */
  failure: unknown = null;
  isLoaded = false;
  lanes: readonly Lane[] = [];
  readonly #known: readonly Lane[];
  readonly #view: FieldView;
  readonly #changed: () => void;
  readonly #contents = new Map<string, LaneContent>();
  #summaries = new Map<string, LaneSummary>();
  /** Counts up when the cards of a column are no more what an answer under way was asked for. */
  readonly #turns = new Map<string, number>();
  #renewals = 0;

  constructor(source: BoardSource, lanes: readonly Lane[], view: FieldView, changed: () => void) {
    this.source = source;
    this.lanes = lanes;
    this.#known = lanes;
    this.#view = view;
    this.#changed = changed;
  }

  get total(): number {
    return [...this.#summaries.values()].reduce((sum, { count }) => sum + count, 0);
  }

  content(key: string): LaneContent {
    return this.#contents.get(key) ?? NOTHING;
  }

  summary(key: string): LaneSummary {
    return this.#summaries.get(key) ?? NO_SUMMARY;
  }

  /** The column that a record stands in, among those read. */
  find(id: string): { readonly lane: Lane; readonly record: WireRecord } | undefined {
    for (const lane of this.lanes) {
      const record = this.content(lane.key).records.find((each) => each.id === id);
      if (record) return { lane, record };
    }
    return undefined;
  }

  /** Reads what stands above the columns. Cards are read when their column is seen. */
  async load(): Promise<void> {
    try {
      await this.#readGroups();
      this.failure = null;
    } catch (error) {
      if (!this.isLoaded) this.failure = error;
    }
    this.#changed();
  }

  /** Reads everything that is shown once more, without a flicker. */
  async renew(): Promise<void> {
    this.#renewals += 1;
    const turn = this.#renewals;
    const started = this.lanes.filter(({ key }) => this.content(key).isStarted);
    try {
      await Promise.all([
        this.#readGroups(() => turn === this.#renewals),
        ...started.map((lane) => this.#read(lane, true)),
      ]);
      this.failure = null;
    } catch (error) {
      if (!this.isLoaded) this.failure = error;
    }
    this.#changed();
  }

  /** Reads the next cards of a column; nothing when they are being read, or when there are no more. */
  async more(lane: Lane): Promise<void> {
    const content = this.content(lane.key);
    if (content.isReading || (content.isStarted && !content.next && !content.failure)) return;
    await this.#read(lane, false);
  }

  /** Puts a record into another column, as far as this page knows. */
  move(record: WireRecord, from: Lane, to: Lane, place = 0): void {
    const { entity } = this.source.request;
    this.#disregard(from);
    this.#disregard(to);
    this.#set(from, {
      records: this.content(from.key).records.filter(({ id }) => id !== record.id),
    });
    this.#put(record, to, place);
    this.#summaries.set(from.key, withRecord(this.summary(from.key), record, entity, -1));
    this.#summaries.set(to.key, withRecord(this.summary(to.key), record, entity, 1));
    this.#changed();
  }

  /** Shows a record as it is now, in the place where it stands. */
  replace(record: WireRecord): void {
    const found = this.find(record.id);
    if (!found) return;
    const { records } = this.content(found.lane.key);
    this.#set(found.lane, {
      records: records.map((each) => (each.id === record.id ? record : each)),
    });
    this.#changed();
  }

  /** What is being read of a column no longer holds. Who wants more cards asks again. */
  #disregard({ key }: Lane): void {
    this.#renewals += 1;
    const content = this.#contents.get(key);
    if (!content?.isReading) return;
    this.#turns.set(key, (this.#turns.get(key) ?? 0) + 1);
    this.#contents.set(key, { ...content, isReading: false });
  }

  #put(record: WireRecord, lane: Lane, place: number): void {
    const { by } = this.source.request;
    const others = this.content(lane.key).records.filter(({ id }) => id !== record.id);
    const moved = { ...record, [by.name]: lane.shown };
    this.#set(lane, { records: others.toSpliced(place, 0, moved) });
  }

  /** Counts and sums, and a column for each value that no known column is for. */
  async #readGroups(isWanted: () => boolean = () => true): Promise<void> {
    const groups = await this.source.groups();
    if (!isWanted()) return;
    this.#summaries = new Map([...groups].map(([key, { summary }]) => [key, summary]));
    const known = new Set(this.#known.map(({ key }) => key));
    const strays = [...groups].filter(([key]) => key !== NO_VALUE && !known.has(key));
    const hasEmpty = groups.has(NO_VALUE) || this.content(NO_VALUE).records.length > 0;
    const { by } = this.source.request;
    this.lanes = [
      ...(hasEmpty ? [emptyLane(by, this.#view)] : []),
      ...this.#known,
      ...strays.map(([, { value }]) => strayLane(value)),
    ];
    this.isLoaded = true;
    this.#changed();
  }

  async #read(lane: Lane, isAnew: boolean): Promise<void> {
    const turn = (this.#turns.get(lane.key) ?? 0) + 1;
    this.#turns.set(lane.key, turn);
    const before = this.content(lane.key);
    const cursor = isAnew || before.failure ? undefined : before.next;
    const isFirst = cursor === undefined;
    const limit = isAnew ? Math.min(Math.max(before.records.length, PAGE), MOST_RENEWED) : PAGE;
    this.#set(lane, { isReading: true, failure: null });
    if (!isAnew) this.#changed();
    try {
      const page = await this.source.page(lane, limit, cursor);
      if (this.#turns.get(lane.key) !== turn) return;
      const kept = isFirst ? [] : this.content(lane.key).records;
      const seen = new Set(kept.map(({ id }) => id));
      const added = page.records.filter(({ id }) => !seen.has(id));
      this.#set(lane, {
        records: [...kept, ...added],
        next: page.next,
        isStarted: true,
        isReading: false,
      });
    } catch (error) {
      if (this.#turns.get(lane.key) !== turn) return;
      this.#set(lane, { failure: error, isStarted: true, isReading: false });
    }
    this.#changed();
  }

  #set(lane: Lane, changes: Partial<LaneContent>): void {
    this.#contents.set(lane.key, { ...this.content(lane.key), ...changes });
  }
}

/** The column of a board for a value. */
export function laneOf(lanes: readonly Lane[], value: unknown): Lane | undefined {
  return lanes.find(({ key }) => key === laneKey(value));
}
