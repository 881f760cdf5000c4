import type { ApiClient } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { machineOf } from './board-fields.ts';
import { choiceLanes, laneKey, NO_VALUE, stateLanes } from './board-lanes.ts';
import type { Lane } from './board-lanes.ts';
import { findField, targetOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { plainText } from '../field/field-plain.ts';
import { RecordClient } from '../record/record-client.ts';
import { seededTitle } from '../field/seeded-title.ts';

/** One set of states to choose from, such as one of several pipelines. */
export interface Machine {
  /** Null stands for records that are in none. */
  readonly id: string | null;
  readonly title: string;
  /** How many of the records asked for are in it. */
  readonly count: number;
}

/** The records that machines are counted for. */
export interface MachineQuestion {
  readonly entity: EntityMeta;
  readonly by: FieldMeta;
  readonly filter: Filter | undefined;
  readonly search: string;
  readonly view: FieldView;
}

const MOST_STATES = 100;

/** The machines that the states of a field lie within, and none where records are in none. Undefined where they lie in none. */
export async function readMachines(
  api: ApiClient,
  { entity, by, filter, search, view }: MachineQuestion,
): Promise<readonly Machine[] | undefined> {
  const within = by.within ? findField(entity, by.within) : undefined;
  const target = within && entityOf(view.meta, targetOf(within));
  if (!within || !target) return undefined;
  const [{ records }, groups] = await Promise.all([
    new RecordClient(api, target).list({ sort: target.list.sort, start: 0, end: MOST_STATES }),
    new RecordClient(api, entity).aggregate({
      groupBy: [within.name],
      measures: { total_count: 'count' },
      filter,
      ...(search ? { search } : {}),
    }),
  ]);
  const counts = new Map(
    groups.map((group) => [laneKey(group[within.name]), Number(group['total_count'])]),
  );
  const machines = records.map((record) => ({
    id: record.id,
    title: seededTitle(view.meta, target.id, plainText(record[target.title]), view.locale),
    count: counts.get(record.id) ?? 0,
  }));
  const count = counts.get(NO_VALUE) ?? 0;
  const title = view.t('board.none', { field: view.localized(within.label) });
  return count > 0 ? [...machines, { id: null, title, count }] : machines;
}

/** The columns of a board, before anything is known of its records. */
export async function readLanes(
  api: ApiClient,
  entity: EntityMeta,
  by: FieldMeta,
  within: string | null | undefined,
  view: FieldView,
): Promise<readonly Lane[]> {
  const machine = machineOf(by, view.meta);
  if (!machine) return choiceLanes(by, entity.board, view);
  // Without a machine there is no state to go to.
  if (by.within && within === null) return [];
  const hasOrder = findField(machine, 'order') !== undefined;
  const filter = by.within && within ? { [by.within]: within } : undefined;
  const { records } = await new RecordClient(api, machine).list({
    ...(filter ? { filter } : {}),
    sort: hasOrder ? { field: 'order', direction: 'asc' } : machine.list.sort,
    start: 0,
    end: MOST_STATES,
  });
  return stateLanes(machine, records as readonly WireRecord[], entity.board, view);
}
