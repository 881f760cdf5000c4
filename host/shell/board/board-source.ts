import type { ApiClient } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter, Group } from '@tessera/core';
import { laneKey } from './board-lanes.ts';
import type { Lane } from './board-lanes.ts';
import { boardLayout, cardFields } from './board-layout.ts';
import { numberOf, sumFields, sumsOf, weightField } from './board-summary.ts';
import type { LaneSummary } from './board-summary.ts';
import { includeOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import type { ListSort } from '../list/list-query.ts';
import { RecordClient } from '../record/record-client.ts';

/** What a board shows: some records of an entity, by a field. */
export interface BoardRequest {
  readonly entity: EntityMeta;
  readonly by: FieldMeta;
  /** The machine whose states are the columns, where the field lies within another: its id, or null for records without one. */
  readonly within: string | null | undefined;
  readonly search: string;
  readonly filter: Filter | undefined;
  readonly sort: ListSort;
}

export interface LanePage {
  readonly records: readonly WireRecord[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/** One value that is there, as the server groups it, and what stands above its column. */
export interface LaneGroup {
  readonly value: unknown;
  readonly summary: LaneSummary;
}

/** Groups at most: where there are more, a weighted sum would be of a part only. */
const MOST_GROUPS = 1000;

/** Reads the columns of a board. Another search, filter, order or field is another source. */
export class BoardSource {
  readonly request: BoardRequest;
  readonly client: RecordClient;
  /** Names that every card needs. */
  readonly fields: readonly string[];
  readonly include: readonly string[];
  readonly #api: ApiClient;

  constructor(api: ApiClient, request: BoardRequest) {
    const { entity, by } = request;
    const fields = cardFields(entity, by, boardLayout(entity, by), sumFields(entity));
    this.#api = api;
    this.request = request;
    this.client = new RecordClient(api, entity);
    this.fields = fields.map(({ name }) => name);
    this.include = includeOf(fields);
  }

  /** What is there by column key, in the order of the server. */
  async groups(): Promise<ReadonlyMap<string, LaneGroup>> {
    const { entity, by } = this.request;
    const fields = sumFields(entity);
    const sums = Object.fromEntries(fields.map(({ name }) => [name, { sum: name }]));
    const [groups, weights] = await Promise.all([
      this.#aggregate([by.name], { total_count: 'count', ...sums }),
      this.#weights(fields[0]),
    ]);
    return new Map(
      groups.map((group) => {
        const value = group[by.name];
        const key = laneKey(value);
        const summary: LaneSummary = {
          count: numberOf(group['total_count']),
          sums: sumsOf(group, fields),
          weighted: weights ? (weights.get(key) ?? 0) : null,
        };
        return [key, { value, summary }];
      }),
    );
  }

  /** Some records of a column. */
  async page(lane: Lane, limit: number, cursor?: string): Promise<LanePage> {
    const { entity, by, sort, search } = this.request;
    const { body, headers } = await this.#api.send('POST', `/api/${entity.path}/query`, {
      body: {
        filter: this.#filter({ [by.name]: lane.value }),
        ...(search ? { search } : {}),
        sort: [sort],
        fields: this.fields,
        include: this.include,
        limit,
        count: 'none',
        ...(cursor ? { cursor } : {}),
      },
    });
    const records = body as readonly WireRecord[];
    return { records, next: headers.get('X-Next-Cursor') ?? undefined };
  }

  /** A record as the cards show it. */
  async read(id: string): Promise<WireRecord> {
    const query = { fields: this.fields.join(','), include: this.include.join(',') };
    const path = `/api/${this.request.entity.path}/${id}`;
    return (await this.#api.send('GET', path, { query })).body as WireRecord;
  }

  /** The first sum times its probability: summed for each probability, since products are not summed by the server. */
  async #weights(field: FieldMeta | undefined): Promise<ReadonlyMap<string, number> | undefined> {
    const { entity, by } = this.request;
    const weight = weightField(entity);
    if (!weight || !field) return undefined;
    const groups = await this.#aggregate([by.name, weight.name], {
      total_sum: { sum: field.name },
    });
    if (groups.length >= MOST_GROUPS) return undefined;
    const weights = new Map<string, number>();
    for (const group of groups) {
      const key = laneKey(group[by.name]);
      const weighted = (numberOf(group['total_sum']) * numberOf(group[weight.name])) / 100;
      weights.set(key, (weights.get(key) ?? 0) + weighted);
    }
    return weights;
  }

  #aggregate(
    groupBy: readonly string[],
    measures: Readonly<Record<string, 'count' | { readonly sum: string }>>,
  ): Promise<readonly Group[]> {
    const { search } = this.request;
    return this.client.aggregate({
      groupBy,
      measures,
      filter: this.#filter(),
      ...(search ? { search } : {}),
      limit: MOST_GROUPS,
    });
  }

  #filter(lane?: Filter): Filter | undefined {
    const { filter, by, within } = this.request;
    const parts = [
      filter,
      by.within && within !== undefined ? { [by.within]: within } : undefined,
      lane,
    ].filter((part) => part !== undefined);
    return parts.length > 1 ? { and: parts } : parts[0];
  }
}
