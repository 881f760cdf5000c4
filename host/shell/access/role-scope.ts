import type { Scope } from '@tessera/core';

/** The kinds of scopes in the order of what they reach. */
export const SCOPE_KINDS = ['none', 'own', 'team', 'teamTree', 'all', 'filter'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/** The letter that chooses a kind. */
export const SCOPE_LETTERS: Readonly<Record<ScopeKind, string>> = {
  none: 'n',
  own: 'o',
  team: 't',
  teamTree: 's',
  all: 'a',
  filter: 'f',
};

export function kindOf(scope: Scope): ScopeKind {
  return typeof scope === 'string' ? scope : 'filter';
}

/** Several scopes add up: what another one covers is left out. Nothing left is the scope none. */
export function uniteScopes(scopes: readonly Scope[]): readonly Scope[] {
  if (scopes.includes('all')) return ['all'];
  const isOwnCovered = scopes.includes('team') || scopes.includes('teamTree');
  const seen = new Set<string>();
  const left = scopes.filter((scope) => {
    const text = JSON.stringify(scope);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew && scope !== 'none' && !(scope === 'own' && isOwnCovered);
  });
  return left.length > 0 ? left : ['none'];
}

/** Whether no record is reached. */
export function reachesNothing(scopes: readonly Scope[]): boolean {
  return uniteScopes(scopes)[0] === 'none';
}
