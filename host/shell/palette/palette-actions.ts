import type { TesseraElement } from '@tessera/sdk/ui';
import { offeredCommands } from './command.ts';
import { importPath } from '../import/import-path.ts';
import { localeActions } from '../app/locale-choice.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { readPreferences, savePreferences, type Preferences } from '../app/preferences.ts';
import { createLetters } from './shortcut-places.ts';

const THEMES = ['system', 'light', 'dark'] as const;
const DENSITIES = ['compact', 'normal', 'comfortable'] as const;

/** What can be done from anywhere, and what the page offers besides: that comes first. */
export function actionEntries(element: TesseraElement): readonly PaletteEntry[] {
  const context = offeredCommands().map((command): PaletteEntry => ({
    id: `context-${command.id}`,
    group: 'context',
    label: command.label,
    icon: command.icon,
    ...(command.group ? { note: command.group } : {}),
    ...(command.shortcut ? { shortcut: command.shortcut } : {}),
    run: () => command.run(),
  }));
  return [...context, ...creations(element), ...imports(element), ...contributed(element)];
}

/** Theme, density and language. */
export function preferenceEntries(element: TesseraElement): readonly PaletteEntry[] {
  const chosen = readPreferences();
  const keep = (change: Partial<Preferences>): void =>
    savePreferences({ ...readPreferences(), ...change });
  const entry = (
    name: 'theme' | 'density',
    value: string,
    icon: string,
    run: () => void,
  ): PaletteEntry => {
    const label = (lng?: string): string =>
      element.t('palette.set', {
        ...(lng ? { lng } : {}),
        what: element.t(`settings.${name}`, lng ? { lng } : {}),
        value: element.t(`${name}.${value}`, lng ? { lng } : {}),
      });
    return {
      id: `${name}-${value}`,
      group: 'preferences',
      label: label(),
      also: [label('en'), label('zh-CN')],
      icon,
      ...(chosen[name] === value ? { note: element.t('palette.chosen') } : {}),
      run,
    };
  };
  return [
    ...THEMES.map((theme) => entry('theme', theme, 'sun-moon', () => keep({ theme }))),
    ...localeActions(element).map(({ locale, label, isChosen, choose }): PaletteEntry => ({
      id: `locale-${locale}`,
      group: 'preferences',
      label: element.t('palette.set', { what: element.t('settings.language'), value: label }),
      also: [label, `Language ${locale}`, `语言 ${locale}`],
      icon: 'languages',
      ...(isChosen ? { note: element.t('palette.chosen') } : {}),
      run: choose,
    })),
    ...DENSITIES.map((density) => entry('density', density, 'rows-3', () => keep({ density }))),
  ];
}

/** Records of every entity that stands for itself and that one may create. */
function creations(element: TesseraElement): PaletteEntry[] {
  const letters = createLetters(element.meta);
  return element.meta.entities
    .filter((entity) => entity.actions.create && !entity.auxiliary && !entity.states)
    .toSorted((one, two) => Number(one.plugin === 'tessera') - Number(two.plugin === 'tessera'))
    .map((entity) => {
      const path = `/${entity.path}/new`;
      const letter = letters.get(path);
      const { en, 'zh-CN': chinese = en } = entity.label;
      const also = [
        element.t('palette.create', { lng: 'en', entity: en.toLowerCase() }),
        element.t('palette.create', { lng: 'zh-CN', entity: chinese }),
      ];
      return {
        id: `create-${entity.id}`,
        group: 'actions',
        label: also[element.locale === 'zh-CN' ? 1 : 0] ?? '',
        also,
        icon: 'plus',
        ...(letter
          ? { shortcut: element.t('shortcut.then', { first: 'C', second: letter.toUpperCase() }) }
          : {}),
        run: () => element.navigate(path),
      };
    });
}

function imports(element: TesseraElement): PaletteEntry[] {
  const { permissions } = element.meta.user;
  if (!['*', 'tessera.import.run'].some((one) => permissions.includes(one))) return [];
  if (!element.meta.entities.some((entity) => entity.actions.create)) return [];
  return [
    {
      id: 'import',
      group: 'actions',
      label: element.t('palette.import'),
      also: [
        element.t('palette.import', { lng: 'en' }),
        element.t('palette.import', { lng: 'zh-CN' }),
      ],
      icon: 'upload',
      run: () => element.navigate(importPath()),
    },
  ];
}

/** Of the slot `command`: one with a path leads there, one with an element is shown in a dialog. */
function contributed(element: TesseraElement): PaletteEntry[] {
  return element.meta.contributions
    .filter((one) => one.slot === 'command' && one.label)
    .map((one) => ({
      id: `command-${one.plugin}-${one.id}`,
      group: 'actions',
      label: one.label ? element.localized(one.label) : one.id,
      also: Object.values(one.label ?? {}),
      icon: one.icon ?? 'square-chevron-right',
      run: () => {
        if (one.path) element.navigate(one.path);
        else
          window.dispatchEvent(
            new CustomEvent('ts-command-chosen', { detail: `${one.plugin}/${one.id}` }),
          );
      },
    }));
}
