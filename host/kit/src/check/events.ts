import type { EntityModel } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Check, Finding } from './check.ts';
import { believableValues } from './believable-values.ts';
import { fillHost, pathOf, type Filling } from './fill-host.ts';
import { changedTables, printTables } from './table-prints.ts';
import type { CheckWorld } from './world.ts';

/** Events arrive at least once: a second time must change nothing. */
export const events: Check = {
  name: 'events',
  title: 'An event that is delivered twice does what it does once',
  async run(world) {
    if ((world.subject.plugin.events ?? []).length === 0) return [];
    const host = await world.openHost();
    try {
      const filling = await fillHost(host);
      await causeEvents(host, world, filling);
      await host.settle();
      return [...(await failures(host, world, 'the first')), ...(await deliverAgain(host, world))];
    } finally {
      await host.close();
    }
  },
};

async function deliverAgain(host: TestHost, world: CheckWorld): Promise<readonly Finding[]> {
  const { database } = host.kernel;
  const { id } = world.subject.manifest;
  const before = await printTables(database, { traces: false });
  await database.query(
    `update tessera.subscription set xid = '0'::xid8, sequence = 0, attempts = 0, next_at = now() where plugin = $1`,
    [id],
  );
  await host.settle();
  const after = await printTables(database, { traces: false });
  const names = (world.subject.plugin.events ?? []).map(({ event }) => event).join(', ');
  return [
    ...(await failures(host, world, 'a second')),
    ...changedTables(before, after).map((table) => ({
      message: `After a second delivery of ${names}, rows of ${table} are others than after the first.`,
      remedy:
        'Make the handler find what it did before: look the record up by the event’s id or by the record it is about, best through a unique field, and only then create it.',
    })),
  ];
}

async function failures(
  host: TestHost,
  world: CheckWorld,
  which: string,
): Promise<readonly Finding[]> {
  const { id } = world.subject.manifest;
  const late = await host.kernel.database.query<{ event: string; error: string }>(
    `select event, error from tessera.subscription where plugin = $1 and error is not null
     union select event ->> 'name', error from tessera.dead_letter where plugin = $1`,
    [id],
  );
  return late.map(({ event, error }) => ({
    message: `At ${which} delivery of ${event} the handler failed: ${error}`,
    remedy:
      'A handler takes every event that its plugin may meet; what it cannot use, it leaves alone.',
  }));
}

/** Does to records what the plugin waits for. Events that only a plugin's own code tells come from its routes and rules, if at all. */
async function causeEvents(host: TestHost, world: CheckWorld, filling: Filling): Promise<void> {
  for (const name of new Set((world.subject.plugin.events ?? []).map(({ event }) => event))) {
    const dot = name.lastIndexOf('.');
    const model = host.kernel.assembly.models.get(name.slice(0, dot) as EntityModel['id']);
    if (model) await cause(host, model, name.slice(dot + 1), filling);
  }
}

async function cause(
  host: TestHost,
  model: EntityModel,
  verb: string,
  filling: Filling,
): Promise<void> {
  const client = host.as('administrator');
  const id = filling.records.get(model.id)?.at(-1);
  const path = `${pathOf(model)}/${id}`;
  if (verb === 'updated')
    await client.patch(path, believableValues(model, 7, filling.records, true));
  if (verb === 'deleted' || verb === 'restored') await client.delete(path);
  if (verb === 'restored') await client.post(`${path}/restore`);
  if (verb === 'stageChanged') await changeState(host, model, path, filling);
}

async function changeState(
  host: TestHost,
  model: EntityModel,
  path: string,
  filling: Filling,
): Promise<void> {
  const client = host.as('administrator');
  const field = [...model.fields.values()].find(({ type }) => type === 'state');
  for (const state of filling.records.get(field?.target ?? '') ?? [])
    await client.patch(path, { [field?.name ?? '']: state });
}
