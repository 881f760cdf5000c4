import type { Grant } from '@tessera/core';
import { draftOf, type MatrixRole, type RoleDraft } from './role-api.ts';

/** Whether two drafts say the same, in whichever order. */
export function isSameDraft(one: RoleDraft, other: RoleDraft): boolean {
  return canonical(one) === canonical(other);
}

/** The draft with a permission held or not held. What a plugin gives is withheld instead of taken out. */
export function setPermission(
  role: Pick<MatrixRole, 'givenPermissions'>,
  draft: RoleDraft,
  name: string,
  isHeld: boolean,
): RoleDraft {
  const isGiven = role.givenPermissions.includes(name);
  const permissions = draft.permissions.filter((one) => one !== name);
  const withheld = draft.withheld.filter((one) => one !== name);
  if (isHeld)
    return { ...draft, permissions: isGiven ? permissions : [...permissions, name], withheld };
  return { ...draft, permissions, withheld: isGiven ? [...withheld, name] : withheld };
}

/** Whether a role holds a permission, and through whom. */
export function permissionOf(
  role: Pick<MatrixRole, 'givenPermissions'>,
  draft: RoleDraft,
  name: string,
): 'own' | 'given' | 'withheld' | 'everything' | 'not' {
  if (name !== '*' && draft.permissions.includes('*')) return 'everything';
  if (draft.permissions.includes(name)) return 'own';
  if (!role.givenPermissions.includes(name)) return 'not';
  return draft.withheld.includes(name) ? 'withheld' : 'given';
}

function canonical(draft: RoleDraft): string {
  const { grants, permissions, withheld } = draftOf(draft);
  return JSON.stringify([
    grants.map(canonicalGrant).toSorted(),
    permissions.toSorted(),
    withheld.toSorted(),
  ]);
}

function canonicalGrant({ entity, actions, fields }: Grant): string {
  return JSON.stringify([entity, sorted(actions), sorted(fields ?? {})]);
}

function sorted(value: object): readonly unknown[] {
  return Object.entries(value).toSorted(([one], [two]) => (one < two ? -1 : 1));
}
