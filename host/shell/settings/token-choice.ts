import type { TokenScopes } from '@tessera/core';

/** How far a new token goes: as its user, or no more than is chosen. */
export type TokenReach = 'read' | 'write' | 'choose' | 'all';

export const TOKEN_REACHES: readonly TokenReach[] = ['read', 'write', 'choose', 'all'];

/** What can be done with the records of an entity, as scopes name it. */
export const TOKEN_ACTIONS = ['read', 'create', 'update', 'delete', 'export'] as const;
export type TokenAction = (typeof TOKEN_ACTIONS)[number];

/** Actions by the id of their entity. */
export type TokenChoice = Readonly<Record<string, readonly TokenAction[]>>;

const READ: readonly TokenAction[] = ['read', 'export'];

/** The scopes of a choice; undefined for a token that may do all that its user may. */
export function scopesOf(reach: TokenReach, choice: TokenChoice): TokenScopes | undefined {
  if (reach === 'all') return undefined;
  if (reach === 'choose') return { records: chosenRecords(choice), permissions: [] };
  const actions = reach === 'read' ? READ : TOKEN_ACTIONS;
  return { records: [{ entity: '*', actions }], permissions: [] };
}

/** Switches an action on or off. Whoever may change records has to read them; without reading there is nothing. */
export function toggleAction(
  choice: TokenChoice,
  entity: string,
  action: TokenAction,
): TokenChoice {
  const before = choice[entity] ?? [];
  const isOff = before.includes(action);
  const after = isOff
    ? action === 'read'
      ? []
      : before.filter((one) => one !== action)
    : [...new Set<TokenAction>(['read', ...before, action])];
  return { ...choice, [entity]: TOKEN_ACTIONS.filter((one) => after.includes(one)) };
}

/** What existing scopes are in the words of the picker; `other` is anything that it cannot make. */
export function reachOf(scopes: TokenScopes | null): TokenReach | 'other' {
  if (scopes === null) return 'all';
  const [first, ...rest] = scopes.records;
  if (first?.entity !== '*' || rest.length > 0)
    return scopes.permissions.length > 0 || scopes.records.length === 0 ? 'other' : 'choose';
  if (scopes.permissions.length > 0) return 'other';
  if (isSame(first.actions, READ)) return 'read';
  return isSame(first.actions, TOKEN_ACTIONS) ? 'write' : 'other';
}

function chosenRecords(choice: TokenChoice): TokenScopes['records'] {
  return Object.entries(choice)
    .filter(([, actions]) => actions.length > 0)
    .map(([entity, actions]) => ({ entity: entity as `${string}.${string}`, actions }));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((action) => other.includes(action));
}
