import type { Difference } from './trial.ts';
import type { RolePlan, WorldPlan } from './world-plan.ts';

interface Least {
  readonly world: WorldPlan;
  readonly error: Difference;
}

/** Worlds that are tried at most: each is put into the database. */
const MOST_TRIED = 200;

/** Leaves out what the difference does not need, halves before single ones, so that the report can be read. */
export async function shrink(
  world: WorldPlan,
  error: Difference,
  differs: (smaller: WorldPlan) => Promise<Difference | undefined>,
): Promise<Least> {
  let least: Least = { world, error };
  let tried = 0;
  const attempt = async (smaller: WorldPlan): Promise<boolean> => {
    if (tried++ >= MOST_TRIED) return false;
    const found = await differs(smaller).catch(() => undefined);
    if (found) least = { world: smaller, error: found };
    return found !== undefined;
  };
  // The history stays whole, for the audit is only ever added to.
  for (const part of ['shares', 'rules', 'rows', 'roles', 'users', 'teams'] as const) {
    let size = Math.ceil(least.world[part].length / 2);
    while (size >= 1 && tried < MOST_TRIED) {
      let at = 0;
      while (at < least.world[part].length) {
        const kept = (least.world[part] as readonly object[]).filter(
          (_, index) => index < at || index >= at + size,
        );
        if (!(await attempt({ ...least.world, [part]: kept }))) at += size;
      }
      size = size === 1 ? 0 : Math.ceil(size / 2);
    }
  }
  await attempt({ ...least.world, given: {} });
  for (const key of Object.keys(least.world.given)) {
    const given = Object.entries(least.world.given).filter(([other]) => other !== key);
    await attempt({ ...least.world, given: Object.fromEntries(given) });
  }
  await attempt({ ...least.world, defaults: {} });
  for (const { id } of least.world.roles) await shrinkRole(id);
  return least;

  async function shrinkRole(id: string): Promise<void> {
    const grants = least.world.roles.find((one) => one.id === id)!.grants;
    for (const grant of grants) {
      await change(id, (role) => role.grants.filter((one) => one !== grant));
      await change(id, (role) =>
        role.grants.map((one) => {
          const { fields: _, ...rest } = one;
          return one === grant ? rest : one;
        }),
      );
    }
  }
  function change(id: string, grantsOf: (role: RolePlan) => RolePlan['grants']): Promise<boolean> {
    const roles = least.world.roles.map((role) =>
      role.id === id ? { ...role, grants: grantsOf(role) } : role,
    );
    return attempt({ ...least.world, roles });
  }
}
