import { catalogModels, type Execution, type Grant, type RoleGrants } from '@tessera/core';
import type { RoleFault } from './role-shape.ts';

/**
 * Looks for names in a role that nothing ever had: a slip of the pen in what decides who may do what must not pass in silence. What the role
 * named before may stay, and so may whatever belongs to a plugin that is installed and off.
 */
export async function findUnknownNames(
  execution: Execution,
  before: RoleGrants,
  after: RoleGrants,
): Promise<RoleFault | undefined> {
  const known = await knownNames(execution);
  const entity = after.grants.find(
    (grant) => !isIn(before.grants, grant) && !known.isEntity(grant.entity),
  )?.entity;
  if (entity !== undefined)
    return { field: 'grants', reason: `There is no entity “${entity}”. Correct its name.` };
  const field = after.grants
    .filter((grant) => !isIn(before.grants, grant))
    .flatMap((grant) =>
      Object.keys(grant.fields ?? {}).map((name) => [grant.entity, name] as const),
    )
    .find(([of, name]) => !known.isField(of, name));
  if (field)
    return { field: 'grants', reason: `${field[0]} has no field “${field[1]}”. Correct its name.` };
  for (const list of ['permissions', 'withheld'] as const) {
    const name = after[list]?.find(
      (one) => !before[list]?.includes(one) && !known.isPermission(one),
    );
    if (name !== undefined)
      return { field: list, reason: `There is no permission “${name}”. Correct its name.` };
  }
  return undefined;
}

function isIn(grants: readonly Grant[], grant: Grant): boolean {
  return grants.some((one) => JSON.stringify(one) === JSON.stringify(grant));
}

interface KnownNames {
  isEntity(name: string): boolean;
  isField(entity: string, name: string): boolean;
  isPermission(name: string): boolean;
}

async function knownNames(execution: Execution): Promise<KnownNames> {
  const { assembly } = execution;
  const models = await catalogModels(execution);
  const rows = await (execution.transaction ?? assembly.database).query<{ plugin: string }>(
    'select plugin from tessera.catalog',
  );
  const plugins = new Set([...assembly.instances.keys(), ...rows.map(({ plugin }) => plugin)]);
  const isOff = (plugin: string): boolean => plugins.has(plugin) && !assembly.instances.has(plugin);
  return {
    isEntity: (name) =>
      name === '*' ||
      (name.endsWith('.*') ? plugins.has(name.slice(0, -2)) : models.has(name as never)),
    isField(entity, name) {
      const model = models.get(entity as never);
      return name === '*' || !model || model.fields.has(name);
    },
    isPermission: (name) =>
      name === '*' ||
      assembly.permissions.some((permission) => permission.name === name) ||
      isOff(name.split('.')[0] ?? ''),
  };
}
