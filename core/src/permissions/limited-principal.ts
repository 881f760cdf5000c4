import type { Principal, TokenScopes } from './policy.ts';

// The same answer for the same question, so that what is remembered of a principal is found again; all of it goes with the principal.
const scoped = new WeakMap<Principal, Map<string, Principal>>();
const viewed = new WeakMap<Principal, Map<string, Principal>>();

/** Tokens of one user that are remembered. */
const MAXIMUM_HELD = 100;

/** The principal as an API token of his, with no more than its scopes; without scopes with all that he may do. */
export function scopedPrincipal(
  principal: Principal,
  scopes: TokenScopes | undefined,
  tokenId: string,
): Principal {
  return remembered(scoped, principal, `${tokenId} ${JSON.stringify(scopes)}`, () => ({
    ...principal,
    tokenId,
    ...(scopes ? { scopes } : {}),
  }));
}

/** The principal as somebody else looks through his eyes: it reads, and writes nothing. */
export function viewAs(
  principal: Principal,
  impersonator: NonNullable<Principal['impersonator']>,
): Principal {
  const { userId, name } = impersonator;
  return remembered(viewed, principal, JSON.stringify([userId, name]), () => ({
    ...principal,
    impersonator: { userId, name },
  }));
}

function remembered(
  memory: WeakMap<Principal, Map<string, Principal>>,
  principal: Principal,
  key: string,
  make: () => Principal,
): Principal {
  let held = memory.get(principal);
  if (!held) memory.set(principal, (held = new Map()));
  let made = held.get(key);
  if (!made) {
    if (held.size >= MAXIMUM_HELD) held.delete(held.keys().next().value as string);
    held.set(key, (made = make()));
  }
  return made;
}
