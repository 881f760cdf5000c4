import type { FieldAccess, Scope } from '@tessera/core';
import { localized } from '@tessera/sdk/ui';
import type { AppMeta } from '@tessera/core';
import { seededTitle } from '../field/seeded-title.ts';
import type { MatrixAction, MatrixEntity, MatrixField, RoleMatrix } from './role-api.ts';
import { kindOf, uniteScopes } from './role-scope.ts';

/** What texts are made with; every element of the UI is one. */
export interface Speaker {
  readonly locale: string;
  readonly meta: AppMeta;
  t(key: string, values?: Readonly<Record<string, unknown>>): string;
}

/** The actions that every entity has, in their order. */
export const ACTIONS = ['create', 'read', 'update', 'delete', 'export'] as const;

/** The name of a role in the reader's language, as long as nobody has renamed it. */
export function roleName(speaker: Speaker, role: { readonly name: string }): string {
  return seededTitle(speaker.meta, 'tessera.role', role.name, speaker.locale);
}

export function actionText(speaker: Speaker, action: MatrixAction): string {
  if ((ACTIONS as readonly string[]).includes(action.name))
    return speaker.t(`role.action.${action.name}`);
  return action.label ? localized(action.label, speaker.locale) : action.name;
}

export function scopeText(speaker: Speaker, scope: Scope | readonly Scope[]): string {
  return uniteScopes([scope].flat() as readonly Scope[])
    .map((one) => speaker.t(`role.scope.${kindOf(one)}`))
    .join(' + ');
}

export function accessText(speaker: Speaker, access: FieldAccess): string {
  return speaker.t(`role.access.${access}`);
}

export function entityText(speaker: Speaker, matrix: RoleMatrix, id: string): string {
  if (id === '*') return speaker.t('role.everything');
  if (id.endsWith('.*'))
    return speaker.t('role.wholePlugin', { plugin: pluginText(speaker, id.slice(0, -2)) });
  const found = matrix.entities.find((entity) => entity.id === id);
  return found ? localized(found.label, speaker.locale) : id;
}

export function pluginText(speaker: Speaker, id: string): string {
  if (id === 'tessera') return speaker.t('role.platform');
  const found = speaker.meta.plugins.find((plugin) => plugin.id === id);
  return found ? localized(found.label, speaker.locale) : id;
}

export function fieldText(speaker: Speaker, field: MatrixField): string {
  return localized(field.label, speaker.locale);
}

export function permissionText(speaker: Speaker, matrix: RoleMatrix, name: string): string {
  if (name === '*') return speaker.t('role.permission.all');
  const found = matrix.permissions.find((permission) => permission.name === name);
  return found ? localized(found.label, speaker.locale) : name;
}

/** Entities by their plugin, in the order of the plugins; those that do not fit the words are left out. */
export function entityGroups(
  speaker: Speaker,
  matrix: RoleMatrix,
  words = '',
): readonly { readonly plugin: string; readonly entities: readonly MatrixEntity[] }[] {
  const wanted = words.trim().toLowerCase();
  const plugins = [...new Set(matrix.entities.map(({ plugin }) => plugin))];
  return plugins
    .map((plugin) => ({
      plugin,
      entities: matrix.entities.filter(
        (entity) =>
          entity.plugin === plugin &&
          [entity.id, localized(entity.label, speaker.locale), pluginText(speaker, plugin)].some(
            (text) => text.toLowerCase().includes(wanted),
          ),
      ),
    }))
    .filter(({ entities }) => entities.length > 0);
}
