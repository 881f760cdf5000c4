import type { LocalizedText } from '@tessera/core';
import type { TesseraElement } from '@tessera/sdk/ui';
import type { PaletteEntry } from './palette-entry.ts';
import { navigationItems } from '../app/route.ts';
import { settingsSections } from '../settings/settings-section.ts';
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
    ...settingsSections(element.meta).map(({ name }) =>
      place(`/settings/${name}`, 'settings', text(`settings.${name}`), settings),
    ),
    ...element.meta.contributions
      .filter((one) => one.slot === 'settings.page' && one.element && one.label)
      .map((one) =>
        place(`/settings/${one.id}`, 'settings', label(one.label ?? { en: one.id }), settings),
      ),
  ];
}

function may(element: TesseraElement, permission: string): boolean {
  const { permissions } = element.meta.user;
  return permissions.includes('*') || permissions.includes(permission);
}
