import type { AppMeta, EntityMeta } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';

/** Something to do in a new workspace. */
export interface HomeStep {
  readonly name: 'plugins' | 'create' | 'import' | 'invite';
  readonly icon: string;
  readonly path: string;
  /** Read from what is there, not from what was pressed. */
  readonly isDone: boolean;
}

const KEY = 'tessera.first-steps';

/** The steps of this person that the workspace allows, each with whether it is done. */
export async function readSteps(api: ApiClient, meta: AppMeta): Promise<readonly HomeStep[]> {
  const may = (permission: string): boolean =>
    ['*', permission].some((one) => meta.user.permissions.includes(one));
  const main = mainEntity(meta);
  const users = meta.entities.find(({ id }) => id === 'tessera.user');
  const [records, people, imports] = await Promise.all([
    main ? hasMore(api, main.path, 0) : false,
    users ? hasMore(api, users.path, 1) : false,
    may('tessera.import.run') ? hasImports(api) : false,
  ]);
  const steps: (HomeStep | false | undefined)[] = [
    may('tessera.plugin.manage') && {
      name: 'plugins',
      icon: 'puzzle',
      path: '/plugins',
      isDone: meta.plugins.length > 0,
    },
    main?.actions.create && {
      name: 'create',
      icon: main.icon,
      path: `/${main.path}/new`,
      isDone: records,
    },
    may('tessera.import.run') &&
      main?.actions.create && { name: 'import', icon: 'upload', path: '/import', isDone: imports },
    may('tessera.user.manage') && {
      name: 'invite',
      icon: 'user-plus',
      path: '/settings/people',
      isDone: people,
    },
  ];
  return steps.filter((step): step is HomeStep => typeof step === 'object');
}

/** The first list of the navigation. */
export function mainEntity(meta: AppMeta): EntityMeta | undefined {
  const ids = meta.contributions
    .filter(({ slot }) => slot === 'app.nav')
    .map(({ entity }) => entity);
  return ids
    .map((id) => meta.entities.find((entity) => entity.id === id))
    .find((entity) => entity !== undefined && entity.plugin !== 'tessera');
}

/** Which of the steps this user does not want to see any more; `all` for the list as a whole. */
export function dismissedSteps(user: string): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(`${KEY}.${user}`) ?? '[]') as unknown;
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function dismissSteps(user: string, names: readonly string[]): void {
  const kept = new Set([...dismissedSteps(user), ...names]);
  localStorage.setItem(`${KEY}.${user}`, JSON.stringify([...kept]));
}

/** Whether an entity has more records than so many. */
async function hasMore(api: ApiClient, path: string, count: number): Promise<boolean> {
  try {
    const { body } = await api.send('GET', `/api/${path}`, {
      query: { _end: `${count + 1}`, fields: 'id' },
      headers: { Prefer: 'count=none' },
    });
    return Array.isArray(body) && body.length > count;
  } catch {
    return false;
  }
}

async function hasImports(api: ApiClient): Promise<boolean> {
  try {
    const found = await api.get<unknown>('/api/imports');
    return Array.isArray(found) ? found.length > 0 : false;
  } catch {
    return false;
  }
}
