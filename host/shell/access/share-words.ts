import type { SharingDefault } from '@tessera/core';
import type { Speaker } from './role-words.ts';
import type { Grantee, SharedActions } from './share-api.ts';

/** The levels of a sharing default, from the smallest. */
export const LEVELS: readonly SharingDefault[] = ['private', 'read', 'write'];

/** Whether more is shared with one level than with another. */
export function isWider(level: SharingDefault, than: SharingDefault): boolean {
  return LEVELS.indexOf(level) > LEVELS.indexOf(than);
}

/** The name of whom something is shared with; that of a reader himself is “you”. */
export function granteeText(speaker: Speaker, { kind, id, name }: Grantee): string {
  if (id === speaker.meta.user.id) return speaker.t('share.you');
  return name ?? speaker.t(kind === 'user' ? 'share.someUser' : 'share.someTeam');
}

export function actionsText(speaker: Speaker, actions: SharedActions): string {
  return speaker.t(actions.includes('update') ? 'share.mayChange' : 'share.mayRead');
}

/** A moment as it is read, in the zone of the reader. */
export function momentText(
  { locale, timeZone }: { readonly locale: string; readonly timeZone: string },
  moment: string,
): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(moment));
}
