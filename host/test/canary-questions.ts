import type { EntityModel } from '@tessera/core';
import { CLOSED } from './canary-readers.ts';
import type { CanaryWorld } from './canary-world.ts';

/** One request that is sent as every reader. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const get = (path: string): Question => ({ method: 'GET', path });
const post = (path: string, body: unknown): Question => ({ method: 'POST', path, body });

/** Whether a question of many is asked this time: all in the full run, else about so many in a hundred. */
export type Chosen = (percent: number) => boolean;

/** Every channel there is, with the values of records that some may not read. */
export function allQuestions(world: CanaryWorld, chosen: Chosen): readonly Question[] {
  const models = [...world.host.kernel.assembly.models.values()];
  return [
    ...ofWorkspace(world).filter(() => chosen(30)),
    // The plain list always: who sees nothing there proves nothing.
    ...models.flatMap((model) => ofEntity(model).filter((_one, at) => at === 0 || chosen(14))),
    ...models.flatMap((model) => ofFields(world, model)).filter(() => chosen(2)),
    ...models.flatMap((model) => ofPaths(world, model)).filter(() => chosen(2)),
    ...ofRecords(world, chosen),
  ];
}

function ofWorkspace({ files, canaries }: CanaryWorld): readonly Question[] {
  const some = [...canaries.all.keys()].filter((word) => word.startsWith('zq')).slice(0, 400);
  const words = ['zq', ...some.filter((_word, index) => index % 40 === 0)];
  return [
    ...words.flatMap((word) => [get(`/api/search?q=${word}`), get(`/api/search/groups?q=${word}`)]),
    ...[
      'meta',
      'openapi.json',
      'views',
      'views?entity=customer.account',
      'settings',
      'settings/sign-in/providers',
      'settings/audit',
      'sharing/rules',
      'sharing/defaults',
      'privacy/requests',
      'privacy/people?q=zq',
      'audit',
      'audit?entity=customer.account',
      'audit?q=zq',
      'audit/export?format=csv',
      'audit/seals',
      'plugins',
      'assembly',
      'bulk-runs',
      'imports',
      'access/matrix',
      'access/sessions',
      'access/tokens',
      'auth/me',
      'sample-data',
      'loyalty/summary',
    ].map((path) => get(`/api/${path}`)),
    ...files.flatMap((id) => [get(`/api/files/${id}`), get(`/api/files/${id}?download`)]),
  ];
}

function pathOf({ plugin, options }: EntityModel): string {
  return `/api/${plugin}/${options.path}`;
}

function referencesOf(model: EntityModel): readonly string[] {
  return [...model.fields.values()]
    .filter(({ type }) => ['ref', 'refs', 'user', 'team', 'state', 'anyRef'].includes(type))
    .map(({ name }) => name);
}

function ofEntity(model: EntityModel): readonly Question[] {
  const path = pathOf(model);
  const include = referencesOf(model);
  return [
    get(path),
    get(`${path}?_start=0&_end=1`),
    get(`${path}?deleted=true`),
    get(`${path}?q=zq`),
    get(`${path}?include=${include.slice(0, 6).join(',')}`),
    get(`${path}?_sort=nothingSuch`),
    post(`${path}/query`, { include: include.slice(0, 6), limit: 3, count: 'exact' }),
    post(`${path}/aggregate`, { measures: { rows: 'count' } }),
    get(`${path}/export?format=csv`),
    get(`${path}/export?format=xlsx&labels=keys`),
    post(`${path}/export`, { format: 'csv', labels: 'keys' }),
    post(path, { nothingSuch: true }),
  ];
}

/** What can be asked by a single field: its order, its values, its groups. */
function ofFields(world: CanaryWorld, model: EntityModel): readonly Question[] {
  const path = pathOf(model);
  return [...model.fields.values()].flatMap(({ name }) => {
    const measured = (how: string) =>
      post(`${path}/aggregate`, { measures: { it: { [how]: name } } });
    return [
      get(`${path}?_sort=${name}&_end=3`),
      get(`${path}?_sort=-${name}&_end=3`),
      get(`${path}?fields=${name}`),
      get(`${path}?${name}_null=true`),
      get(`${path}?${name}_like=zq`),
      get(`${path}/export?columns=${name}`),
      post(`${path}/aggregate`, { groupBy: [name], measures: { rows: 'count' } }),
      ...['min', 'max', 'countDistinct', 'sum'].map(measured),
      ...probes(world, model.id, name).flatMap((value) => [
        get(`${path}?filter=${encodeURIComponent(JSON.stringify({ [name]: value }))}`),
        post(`${path}/query`, { filter: { [name]: { gte: value } }, fields: [] }),
        post(`${path}/aggregate`, {
          filter: { [name]: { ne: value } },
          measures: { rows: 'count' },
        }),
      ]),
    ];
  });
}

/** The value that a record of somebody else has there. */
function probes({ records }: CanaryWorld, entity: string, field: string): readonly unknown[] {
  const other = records.find((record) => record.entity === entity && record.owner === 'dot');
  const value = other?.values[field];
  return typeof value === 'string' || typeof value === 'number' ? [value] : [];
}

/** The same through references, and by what points here. */
function ofPaths(world: CanaryWorld, model: EntityModel): readonly Question[] {
  const path = pathOf(model);
  return [...model.fields.values()].flatMap(({ name, type, target }) => {
    if (type !== 'ref' || !target) return [];
    return (CLOSED[target] ?? []).flatMap((field) => [
      get(`${path}?_sort=${name}.${field}&_end=3`),
      get(`${path}/export?columns=${name}.${field}`),
      post(`${path}/aggregate`, { groupBy: [`${name}.${field}`], measures: { rows: 'count' } }),
      ...probes(world, target, field).map((value) =>
        get(
          `${path}?filter=${encodeURIComponent(JSON.stringify({ [`${name}.${field}`]: value }))}`,
        ),
      ),
    ]);
  });
}

function ofRecords({ records, host }: CanaryWorld, chosen: Chosen): readonly Question[] {
  return records.flatMap(({ entity, path, id, owner }) => {
    const one = `${path}/${id}`;
    const model = host.kernel.assembly.models.get(entity as never);
    const include = model ? referencesOf(model).slice(0, 8).join(',') : '';
    const unfit = { method: 'PATCH', path: one, body: { [model?.options.title ?? '']: 12_345 } };
    const stale = { 'if-match': '"99"' };
    const channels: readonly Question[] = [
      get(one),
      get(`${one}/history`),
      get(`${one}/timeline`),
      get(`${one}/stages`),
      get(`${one}/shares`),
      get(`${one}/attachments`),
      get(`${one}?include=${include}`),
      get(`${one}?deleted=true`),
      get(`/api/access/explain?entity=${entity}&id=${id}`),
      get(`/api/access/record?entity=${entity}&id=${id}`),
      get(`/api/audit?entity=${entity}&record=${id}`),
      get(`/api/privacy/people/${entity}/${id}`),
      unfit,
      { method: 'PATCH', path: one, body: {}, headers: stale },
      { method: 'DELETE', path: one, headers: stale },
    ];
    // What belongs to others is where the danger lies.
    const percent = owner === 'dot' || owner === 'ann' ? 10 : 3;
    return channels.filter(() => chosen(percent));
  });
}
