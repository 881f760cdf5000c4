import type { TesseraElement } from '@tessera/sdk/ui';
import type { AppMeta, EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { machineOf } from './board-fields.ts';
import { NO_VALUE } from './board-lanes.ts';
import { readLanes, readMachines } from './board-machines.ts';
import type { Machine } from './board-machines.ts';
import { readBoardMemory, rememberWithin } from './board-memory.ts';
import { BoardModel } from './board-model.ts';
import { BoardSource } from './board-source.ts';
import { findField, targetOf } from '../field/field-kind.ts';
import type { FieldView } from '../field/field-template.ts';
import type { ListSort } from '../list/list-query.ts';

/** What a board is asked to show. */
export interface BoardQuestion {
  readonly entity: EntityMeta;
  readonly by: FieldMeta;
  readonly filter: Filter | undefined;
  readonly search: string;
  readonly sort: ListSort | null;
  readonly view: FieldView;
}

const RENEW_DELAY_MS = 150;

/** Reads what a board shows and keeps it as it is on the server, but not under the hands of who is moving a card. */
export class BoardReading {
  model: BoardModel | undefined;
  machines: readonly Machine[] = [];
  /** Not even its columns could be read. */
  failure: unknown = null;

  readonly #host: TesseraElement;
  readonly #changed: () => void;
  #question: BoardQuestion | undefined;
  #asked = '';
  #askedMeta: AppMeta | undefined;
  #turn = 0;
  readonly #holds = new Set<symbol>();
  #isOutdated = false;
  #renewing: ReturnType<typeof setTimeout> | undefined;
  #watched = '';
  #stopLive: (() => void) | undefined;

  constructor(host: TesseraElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Reads the columns anew where something else is asked for. */
  ask(question: BoardQuestion): void {
    const { entity, by, filter, search, sort, view } = question;
    const asked = JSON.stringify([entity.id, by.name, filter, search, sort, view.locale]);
    this.#question = question;
    if (asked !== this.#asked || view.meta !== this.#askedMeta) {
      this.#asked = asked;
      this.#askedMeta = view.meta;
      void this.again();
    }
    this.#watch(question);
  }

  /** Reads the columns anew. */
  async again(): Promise<void> {
    if (!this.#question) return;
    const { entity, by, filter, search, view, ...rest } = this.#question;
    const { api } = this.#host;
    this.#turn += 1;
    const turn = this.#turn;
    if (this.model?.source.request.entity.id !== entity.id) this.model = undefined;
    this.failure = null;
    try {
      const machines = await readMachines(api, this.#question);
      const within = machines && withinOf(machines, entity, by);
      const lanes = await readLanes(api, entity, by, within, view);
      const sort = rest.sort ?? entity.list.sort;
      const source = new BoardSource(api, { entity, by, within, search, filter, sort });
      const model: BoardModel = new BoardModel(source, lanes, view, () => {
        if (model === this.model) this.#changed();
      });
      await model.load();
      if (turn !== this.#turn) return;
      this.machines = machines ?? [];
      this.model = model;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = error;
    }
    this.#changed();
  }

  /** Goes over to another machine, and to it again when the board is next opened. */
  chooseWithin(id: string): void {
    if (!this.#question) return;
    rememberWithin(this.#question.entity.id, this.#question.by.name, id);
    void this.again();
  }

  /** Reads what is shown once more, without a flicker; not while a card is on its way. */
  refresh(): void {
    clearTimeout(this.#renewing);
    this.#renewing = setTimeout(() => void this.#renew(), RENEW_DELAY_MS);
  }

  /** Keeps what is shown as it is until the answered function is called. */
  hold(): () => void {
    const hold = Symbol('hold');
    this.#holds.add(hold);
    return () => {
      this.#holds.delete(hold);
      if (this.#isOutdated && this.#holds.size === 0) this.refresh();
    };
  }

  stop(): void {
    clearTimeout(this.#renewing);
    this.#stopLive?.();
    this.#stopLive = undefined;
    this.#watched = '';
  }

  async #renew(): Promise<void> {
    this.#isOutdated = this.#holds.size > 0;
    if (this.#isOutdated) return;
    await Promise.all([this.model?.renew(), this.#countMachines()]);
  }

  async #countMachines(): Promise<void> {
    const turn = this.#turn;
    if (this.machines.length < 2 || !this.#question) return;
    try {
      const machines = await readMachines(this.#host.api, this.#question);
      if (turn !== this.#turn || !machines) return;
      this.machines = machines;
      this.#changed();
    } catch {
      // The counts stay as they were read before; the cards say what is wrong.
    }
  }

  /** Records change often; now and then the states themselves do, and then the columns are others. */
  #watch({ entity, by, view }: BoardQuestion): void {
    const watched = `${entity.id} ${by.name}`;
    if (!this.#host.isConnected || this.#watched === watched) return;
    this.#watched = watched;
    this.#stopLive?.();
    const { live } = this.#host;
    const within = findField(entity, by.within ?? '');
    const states = [machineOf(by, view.meta)?.id, within && targetOf(within)].flatMap(
      (id) => id ?? [],
    );
    const stops = [
      live.watch({ entities: [entity.id] }, () => this.refresh()),
      ...(states.length > 0 ? [live.watch({ entities: states }, () => this.#readStates())] : []),
    ];
    this.#stopLive = () => stops.forEach((stop) => stop());
  }

  #readStates(): void {
    if (this.#holds.size === 0) void this.again();
    else this.#isOutdated = true;
  }
}

/** The machine shown: the one chosen last, else the fullest; null for records without one. */
function withinOf(
  machines: readonly Machine[],
  entity: EntityMeta,
  by: FieldMeta,
): string | null | undefined {
  const chosen = readBoardMemory(entity.id).within[by.name];
  const found = machines.find(({ id }) => id === (chosen === NO_VALUE ? null : chosen));
  const [fullest] = machines.toSorted((one, other) => other.count - one.count);
  return (found ?? fullest)?.id ?? null;
}
