import { isUuid, on, type Context, type RecordWrite, type Tap } from '@tessera/core';
import { enforced, type Refused } from './enforced.ts';
import { findRoles } from './roles-named.ts';

type Values = Readonly<Record<string, unknown>>;

/** Keeps those who work here and the users of the portal apart: by their roles, whose keys say whom they are for, and by their teams. */
export const audienceGuards: readonly Tap[] = [
  on('tessera.user.validating', addAudience),
  ...(['creating', 'updating', 'restoring'] as const).flatMap((verb) => [
    on(`tessera.user.${verb}`, enforced(guardAudience)),
    on(`tessera.team.${verb}`, enforced(guardTeamRoles)),
  ]),
  on('tessera.role.updating', enforced(guardRoleKey)),
];

/** Whether a role is for users of the portal. */
function isPortalRole(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith('portal-');
}

/** Who is made with roles of the portal is a user of the portal. */
async function addAudience(ctx: Context, write: RecordWrite): Promise<RecordWrite | undefined> {
  if (write.action !== 'create') return undefined;
  const named = write.values['roles'];
  const roles = Array.isArray(named) ? named.filter((id) => isUuid(String(id))) : [];
  const found = await findRoles(ctx, { roles });
  if (found.length === 0 || !found.every(({ key }) => isPortalRole(key))) return undefined;
  return { ...write, values: { ...write.values, audience: 'portal' } };
}

async function guardAudience(ctx: Context, write: RecordWrite): Promise<Refused | undefined> {
  const { before, values } = write;
  const now: Values = { ...before, ...values };
  const isPortal = now['audience'] === 'portal';
  const wasPortal = before?.['audience'] === 'portal';
  const hasSignedIn = before?.['status'] === 'active' || before?.['status'] === 'suspended';
  if (before && isPortal !== wasPortal && hasSignedIn)
    return unfit(
      'Who has signed in stays staff, or user of the portal. Make another user.',
      'audience',
    );
  if (isPortal && now['team']) return unfit('Users of the portal belong to no team.', 'team');
  if (before && write.action === 'update' && !('roles' in values) && isPortal === wasPortal)
    return undefined;
  const roles = await findRoles(ctx, now);
  const strange = roles.find(({ key }) => isPortalRole(key) !== isPortal);
  return (
    strange &&
    unfit(
      isPortal
        ? `The role “${strange.label.en}” is not for users of the portal.`
        : `The role “${strange.label.en}” is for users of the portal alone.`,
      'roles',
    )
  );
}

async function guardTeamRoles(ctx: Context, { values }: RecordWrite): Promise<Refused | undefined> {
  if (!('roles' in values)) return undefined;
  const strange = (await findRoles(ctx, values)).find(({ key }) => isPortalRole(key));
  return (
    strange &&
    unfit(
      `The role “${strange.label.en}” is for users of the portal, who belong to no team.`,
      'roles',
    )
  );
}

function guardRoleKey(_ctx: Context, { before, values }: RecordWrite): Refused | undefined {
  if (!('key' in values) || isPortalRole(values['key']) === isPortalRole(before?.['key']))
    return undefined;
  return unfit('A role stays one for the staff, or one for the portal. Make another role.', 'key');
}

function unfit(reason: string, field: string): Refused {
  return { reason, code: 'HOST_AUDIENCE_UNFIT', field };
}
