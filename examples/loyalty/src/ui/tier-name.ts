import type { TesseraElement } from '@tessera/sdk/ui';
import type { TierStanding } from './points-api.ts';

/** The name of a tier. One that the plugin brought is called in the reader's language until somebody renames it. */
export function tierName(element: TesseraElement, { key, name }: TierStanding): string {
  const text = `seed.${key}`;
  return element.meta.locales['en']?.['loyalty']?.[text] === name
    ? element.t(`loyalty:${text}`)
    : name;
}
