import type { LocalizedText } from '@tessera/core';
import type { TesseraElement } from '@tessera/sdk/ui';
import type { PaletteEntry } from './palette-entry.ts';
import { navigationItems } from '../app/route.ts';
import { goLetters } from './shortcut-places.ts';

/** A saved view, as far as one goes there. */
export interface ViewPlace {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
}

/** Where one can go: the navigation, saved views and settings. */
export function placeEntries(
  element: TesseraElement,
  views: readonly ViewPlace[],
): readonly PaletteEntry[] {
  const letters = goLetters(element.meta);
  const place = (
    path: string,
    icon: string,
    labels: readonly string[],
    note?: string,
  ): PaletteEntry => {
    const letter = letters.get(path);
    const [label = path] = labels;
    return {
      id: `go-${path}`,
      group: 'goTo',
      label,
      also: [...labels.slice(1), path.split('/').at(-1) ?? ''],
      icon,
      ...(note ? { note } : {}),
      ...(letter
        ? { shortcut: element.t('shortcut.then', { first: 'G', second: letter.toUpperCase() }) }
        : {}),
      run: () => element.navigate(path),
    };
  };
  const text = (key: string): string[] => [
    element.t(key),
    element.t(key, { lng: 'en' }),
    element.t(key, { lng: 'zh-CN' }),
  ];
  const label = (one: LocalizedText): string[] => [element.localized(one), ...Object.values(one)];
  const settings = element.t('settings.title');
  return [
    place('/', 'house', text('home.title')),
    ...navigationItems(element.meta).map((item) => place(item.path, item.icon, label(item.label))),
    ...views.flatMap(({ id, entity, name }) => {
      const found = element.entityMeta(entity);
      return found
        ? [place(`/${found.path}?view=${id}`, 'panel-top', [name], element.localized(found.plural))]
        : [];
    }),
    ...(may(element, 'tessera.plugin.manage')
      ? [place('/plugins', 'puzzle', text('plugins.title'))]
      : []),
    ...sections(element)
      .map(({ name, isShown }) =>
        isShown ? [place(`/settings/${name}`, 'settings', text(`settings.${name}`), settings)] : [],
      )
      .flat(),
    ...element.meta.contributions
      .filter((one) => one.slot === 'settings.page' && one.element && one.label)
      .map((one) =>
        place(`/settings/${one.id}`, 'settings', label(one.label ?? { en: one.id }), settings),
      ),
  ];
}

function sections(element: TesseraElement): readonly { name: string; isShown: boolean }[] {
  const managesUsers = may(element, 'tessera.user.manage');
  return [
    { name: 'profile', isShown: true },
    { name: 'tokens', isShown: true },
    { name: 'people', isShown: managesUsers && element.entityMeta('tessera.user') !== undefined },
    { name: 'teams', isShown: managesUsers && element.entityMeta('tessera.team') !== undefined },
    { name: 'workspace', isShown: may(element, 'tessera.settings.manage') },
  ];
}

function may(element: TesseraElement, permission: string): boolean {
  const { permissions } = element.meta.user;
  return permissions.includes('*') || permissions.includes(permission);
}
