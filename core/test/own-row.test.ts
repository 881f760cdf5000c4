import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOwnRow } from '../src/permissions/own-row.ts';
import type { Scope } from '../src/permissions/policy.ts';
import { compilePredicate } from '../src/permissions/predicate.ts';
import type { Execution } from '../src/plugin/execution.ts';
import { createParameters } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

/** What a row shows by itself and what the database says of it are the same: firms have no parent, and nothing is shared. */
let world: ReadWorld;
let reader: (scope: Scope | undefined) => Promise<Execution>;

beforeAll(async () => {
  world = await openReadWorld();
  const [mine, below, apart] = [
    await world.team('Mine'),
    await world.team('Below'),
    await world.team('Apart'),
  ];
  const me = await world.user('Me', [], { team_id: mine });
  const stranger = await world.user('Stranger');
  await world.database.query('update tessera.team set manager_id = $1 where id = $2', [
    me.principal.userId,
    below,
  ]);
  for (const owner_id of [me.principal.userId, stranger.principal.userId, null])
    for (const team_id of [mine, below, apart, null])
      await world.insert('shop.firm', { name: 'Firm', owner_id, team_id });
  reader = async (scope) => {
    const actions = scope ? { read: scope, create: scope } : {};
    await world.database.query(
      'update tessera.role set grants = $2 where id = (select roles_ids[1] from tessera."user" where id = $1)',
      [me.principal.userId, JSON.stringify([{ entity: 'shop.firm', actions }])],
    );
    return world.again(me);
  };
});
afterAll(() => world.close());

test.each([
  ['own', 4],
  ['team', 6],
  ['teamTree', 6],
  ['all', 12],
  [undefined, 0],
] as const)(
  'a row shows by its owner and team what a scope of %s reaches',
  async (scope, reached) => {
    const execution = await reader(scope);
    const model = world.model('shop.firm');
    for (const action of ['read', 'create']) {
      const parameters = createParameters();
      const predicate = compilePredicate(execution, model, action, 'r', parameters);
      const rows = await world.database.query(
        `select r.*, (${predicate}) as told from shop.firm r`,
        parameters.values,
      );
      const shown = rows.filter((row) => isOwnRow(execution, model, action, row));
      expect(shown.length).toBe(reached);
      expect(shown).toEqual(rows.filter((row) => row['told']));
    }
  },
);
