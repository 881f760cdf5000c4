import type { AppMeta } from '@tessera/core';
import { navigationItems } from '../app/route.ts';
import { shortcutLetters } from './shortcut-letters.ts';

const HOME = 'h';
const SETTINGS = '/settings';

/** Where `g` and a letter lead: letter by path. */
export function goLetters(meta: AppMeta): ReadonlyMap<string, string> {
  const paths = navigationItems(meta).map(({ path }) => path);
  return new Map([['/', HOME], ...shortcutLetters([...paths, SETTINGS, '/plugins'], [HOME])]);
}

/** What `c` and a letter create: letter by the path of the entity's list, with `/new`. */
export function createLetters(meta: AppMeta): ReadonlyMap<string, string> {
  const paths = navigationItems(meta).flatMap((item) => {
    const entity = meta.entities.find(({ id }) => id === item.entity);
    return entity?.actions.create ? [`/${entity.path}`] : [];
  });
  return new Map([...shortcutLetters(paths)].map(([path, letter]) => [`${path}/new`, letter]));
}
