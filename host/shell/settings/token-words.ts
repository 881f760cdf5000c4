import type { TesseraElement } from '@tessera/sdk/ui';
import type { TokenScopes } from '@tessera/core';
import { reachOf } from './token-choice.ts';

/** A token as lists show it, `GET /api/auth/tokens`. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: TokenScopes | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
  readonly usedAddress: string | null;
}

/** How far it goes, in words. */
export function scopesText(element: TesseraElement, scopes: TokenScopes | null): string {
  const reach = reachOf(scopes);
  if (reach !== 'choose' && reach !== 'other') return element.t(`token.reach.${reach}`);
  const names = (scopes?.records ?? []).map(({ entity, actions }) => {
    const found = element.entityMeta(entity);
    const label = found ? element.localized(found.plural) : entity;
    const verbs = actions.map((one) => (one === '*' ? '*' : element.t(`role.action.${one}`)));
    return `${label} (${verbs.join(', ')})`;
  });
  return [...names, ...(scopes?.permissions ?? [])].join('; ') || element.t('token.nothing');
}

/** Whether it is no good any more. */
export function isExpired({ expiresAt }: Pick<TokenRow, 'expiresAt'>): boolean {
  return expiresAt !== null && new Date(expiresAt).getTime() <= Date.now();
}

/** A day in the reader's words and zone. */
export function dayText(element: TesseraElement, at: string): string {
  return new Intl.DateTimeFormat(element.locale, {
    dateStyle: 'medium',
    timeZone: element.timeZone,
  }).format(new Date(at));
}

/** A moment in the reader's words and zone. */
export function momentText(element: TesseraElement, at: string): string {
  return new Intl.DateTimeFormat(element.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: element.timeZone,
  }).format(new Date(at));
}
