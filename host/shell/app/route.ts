import type { AppMeta, EntityMeta } from '@tessera/core';

/** Where the reader is, from the path of the page. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'list'; readonly entity: string; readonly creating: boolean }
  | { readonly page: 'record'; readonly entity: string; readonly record: string }
  | { readonly page: 'plugins' }
  | { readonly page: 'plugin'; readonly plugin: string; readonly tab: string }
  | { readonly page: 'package'; readonly digest: string }
  | { readonly page: 'search' }
  | { readonly page: 'import'; readonly run: string }
  | { readonly page: 'settings'; readonly section: string }
  | { readonly page: 'role'; readonly role: string; readonly tab: string }
  | { readonly page: 'contribution'; readonly path: string }
  | { readonly page: 'missing'; readonly plugin: string };

/** Reads a path. What belongs to a plugin that is off is `missing`. */
export function readRoute(path: string, meta: AppMeta): Route {
  const parts = path.split('/').filter(Boolean);
  const [first = '', second = '', third = '', fourth = ''] = parts;
  if (parts.length === 0) return { page: 'home' };
  if (first === 'plugins') return readPluginRoute(second, third, parts.length);
  if (first === 'search' && parts.length === 1) return { page: 'search' };
  if (first === 'import' && parts.length < 3) return { page: 'import', run: second };
  if (first === 'settings' && second === 'roles' && third !== '')
    return { page: 'role', role: third, tab: fourth };
  if (first === 'settings') return { page: 'settings', section: second || 'profile' };
  const entity = meta.entities.find((one) => one.path === `${first}/${second}`);
  if (entity && parts.length === 2) return { page: 'list', entity: entity.id, creating: false };
  if (entity && third === 'new') return { page: 'list', entity: entity.id, creating: true };
  if (entity && parts.length === 3) return { page: 'record', entity: entity.id, record: third };
  const contributed = meta.contributions.some(
    (one) => one.slot === 'app.page' && one.path === path,
  );
  return contributed ? { page: 'contribution', path } : { page: 'missing', plugin: first };
}

/** `packages` is no plugin: an id that is taken by the platform. */
function readPluginRoute(second: string, third: string, length: number): Route {
  if (length === 1) return { page: 'plugins' };
  if (second === 'packages' && length === 3) return { page: 'package', digest: third };
  if (second === 'packages' || length > 3) return { page: 'missing', plugin: 'plugins' };
  return { page: 'plugin', plugin: second, tab: third };
}

export interface NavigationItem {
  readonly path: string;
  readonly entity: string | undefined;
  readonly icon: string;
  /** Plugin whose label heads the group; `settings` for those of the platform. */
  readonly group: string;
  readonly label: EntityMeta['plural'];
}

/** The navigation of the enabled plugins, in their order. */
export function navigationItems(meta: AppMeta): readonly NavigationItem[] {
  const groups = meta.plugins.map((plugin) => plugin.id);
  /** Groups that are no plugin come last. */
  const placeOf = (group: string): number =>
    groups.includes(group) ? groups.indexOf(group) : groups.length;
  return meta.contributions
    .filter((one) => one.slot === 'app.nav')
    .toSorted((one, two) => (one.order ?? 100) - (two.order ?? 100))
    .flatMap((one): NavigationItem[] => {
      const entity = meta.entities.find((candidate) => candidate.id === one.entity);
      const label = one.label ?? entity?.plural;
      const path = one.path ?? (entity ? `/${entity.path}` : undefined);
      if (!label || !path || (one.entity && !entity)) return [];
      return [
        {
          path,
          entity: one.entity,
          icon: one.icon ?? entity?.icon ?? 'circle',
          group: one.group ?? one.plugin,
          label,
        },
      ];
    })
    .toSorted((one, two) => placeOf(one.group) - placeOf(two.group));
}
