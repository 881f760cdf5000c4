import { entityMeta, type EntityMeta, type Execution, type FieldMeta } from '@tessera/core';
import type { ViewContent } from './saved-view.ts';

/** The fields that a view names, and those of them that are not there for whoever asks. */
export interface ViewNames {
  readonly uses: readonly string[];
  readonly missing: readonly string[];
  /** Whether its filter is among those: it must not be run then, for it would find something else. */
  readonly isFilterMissing: boolean;
}

type MetaOf = (entity: string | undefined) => EntityMeta | undefined;

const PARTS: ReadonlySet<string> = new Set(['money', 'address', 'anyRef']);

/** Finds the metadata of entities as the principal may see them; undefined for one that is off or not readable. */
export function metaFinder(execution: Execution): MetaOf {
  const known = new Map<string, EntityMeta | undefined>();
  return (id) => {
    if (id === undefined) return undefined;
    if (!known.has(id)) {
      const model = execution.assembly.models.get(id as `${string}.${string}`);
      const meta = model && entityMeta(execution, model);
      known.set(id, meta?.actions.read ? meta : undefined);
    }
    return known.get(id);
  };
}

/** Looks up every name in a view. */
export function viewNames(entity: string, content: ViewContent, metaOf: MetaOf): ViewNames {
  const { by, filter, sort, columns } = content;
  const filtered = new Map<string, boolean>();
  note(filter, metaOf(entity), '', { metaOf, found: filtered });
  const shown = [by, sort?.field, ...(columns ?? []).map((column) => column.field)];
  const all = new Map(filtered);
  for (const path of shown) {
    if (path) all.set(path, (all.get(path) ?? true) && isThere(path, metaOf(entity), metaOf));
  }
  return {
    uses: [...all.keys()],
    missing: [...all].filter(([, isFound]) => !isFound).map(([path]) => path),
    isFilterMissing: [...filtered.values()].includes(false),
  };
}

interface Search {
  readonly metaOf: MetaOf;
  readonly found: Map<string, boolean>;
}

function note(filter: unknown, meta: EntityMeta | undefined, before: string, search: Search): void {
  for (const [key, value] of Object.entries(isObject(filter) ? filter : {})) {
    if (key === 'and' || key === 'or') {
      for (const part of Array.isArray(value) ? value : []) note(part, meta, before, search);
    } else if (key === 'not') note(value, meta, before, search);
    else notePath(key, value, meta, before, search);
  }
}

function notePath(
  path: string,
  value: unknown,
  meta: EntityMeta | undefined,
  before: string,
  search: Search,
): void {
  const many = manyAt(path, meta, search.metaOf);
  search.found.set(
    before + path,
    many !== undefined || isThere(path, meta, search.metaOf, isFilterable),
  );
  for (const [quantifier, nested] of Object.entries(isObject(value) ? value : {})) {
    if (quantifier === 'some' || quantifier === 'none' || quantifier === 'every')
      note(nested, many, `${before}${path}.`, search);
  }
}

/** The entity at the end of a path that leads to many records. */
function manyAt(
  path: string,
  meta: EntityMeta | undefined,
  metaOf: MetaOf,
): EntityMeta | undefined {
  const steps = path.split('.');
  const last = steps.pop()!;
  const at = steps.reduce<EntityMeta | undefined>(
    (one, step) => metaOf(targetOf(one?.fields.find(({ name }) => name === step))),
    meta,
  );
  const relation = at?.relations.find(({ name }) => name === last);
  const field = at?.fields.find(({ name, type }) => name === last && type === 'refs');
  return metaOf(relation?.entity ?? (field && isFilterable(field) ? field.target : undefined));
}

function isThere(
  path: string,
  meta: EntityMeta | undefined,
  metaOf: MetaOf,
  fits: (field: FieldMeta) => boolean = () => true,
): boolean {
  const [first, ...rest] = path.split('.');
  const field = meta?.fields.find(({ name }) => name === first);
  if (!field || !fits(field)) return false;
  if (rest.length === 0 || (rest.length === 1 && PARTS.has(field.type))) return true;
  return isThere(rest.join('.'), metaOf(targetOf(field)), metaOf, fits);
}

/** What is masked can be seen in part but not asked for. */
function isFilterable(field: FieldMeta): boolean {
  return field.access !== 'mask';
}

function targetOf(field: FieldMeta | undefined): string | undefined {
  if (field?.type === 'user') return 'tessera.user';
  if (field?.type === 'team') return 'tessera.team';
  return field?.target;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
