import {
  currentExecution,
  Role,
  Team,
  type Context,
  type Filter,
  type RoleGrants,
} from '@tessera/core';
import type { Refused } from './enforced.ts';
import { mayAssign } from './privileges.ts';
import { isGrant } from './role-shape.ts';

type Values = Readonly<Record<string, unknown>>;

/** Names of what exceeds that a refusal says; more are counted. */
const NAMED = 3;

/** The roles that the values name, as they are stored. */
export async function findRoles(
  ctx: Context,
  ...named: readonly (Values | null)[]
): Promise<readonly RoleGrants[]> {
  const ids = [...new Set(named.flatMap((values) => textsIn(values?.['roles'])))];
  if (ids.length === 0) return [];
  const roles = ctx.asSystem('reads the roles that somebody has or gets').records(Role);
  const page = await roles.query({ filter: { id: { in: ids } } as Filter, limit: 1000 });
  return page.records.map((record) => storedRole({ ...record }));
}

/** The roles that every member of the teams has. */
export async function findTeamRoles(
  ctx: Context,
  ids: readonly unknown[],
): Promise<readonly RoleGrants[]> {
  const known = ids.filter((id) => typeof id === 'string');
  if (known.length === 0) return [];
  const teams = ctx.asSystem('reads the roles that a team gives').records(Team);
  const page = await teams.query({ filter: { id: { in: known } } as Filter, limit: 1000 });
  return findRoles(ctx, ...page.records.map((record) => ({ ...record })));
}

/** Refuses to give roles that reach beyond what the principal holds. */
export function refuseBeyond(
  ctx: Context,
  roles: readonly RoleGrants[],
  sentence: string,
  field: string,
): Refused | undefined {
  const { assembly } = currentExecution();
  const exceeds = [...new Set(roles.flatMap((role) => mayAssign(assembly, ctx.principal, role)))];
  if (exceeds.length === 0) return undefined;
  const beyond = exceedingText(exceeds);
  const reason = `${sentence} Beyond what you hold: ${beyond}. Ask an administrator.`;
  return { reason, code: 'HOST_ROLE_BEYOND', field, details: { beyond, exceeds } };
}

/** Up to three names, and how many more. */
function exceedingText(exceeds: readonly string[]): string {
  const more = exceeds.length - NAMED;
  const names = exceeds.slice(0, NAMED).join(', ');
  return more > 0 ? `${names} (+${more})` : names;
}

/** A role as it is stored, or would be. What is no grant grants nothing: it may have been stored before its shape was checked. */
export function storedRole(values: Values): RoleGrants {
  const grants = values['grants'];
  return {
    id: textIn(values['id']),
    key: textIn(values['key']),
    label: { en: textIn(values['name']) },
    grants: Array.isArray(grants) ? (grants.filter(isGrant) as RoleGrants['grants']) : [],
    permissions: textsIn(values['permissions']),
    withheld: textsIn(values['withheld']),
  };
}

/** A text that is stored; empty for anything else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
