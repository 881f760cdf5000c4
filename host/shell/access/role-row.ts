import type { MatrixAction, MatrixEntity, RoleMatrix } from './role-api.ts';
import type { Row } from './role-grants.ts';
import { SCOPE_KINDS, type ScopeKind } from './role-scope.ts';
import { ACTIONS, entityGroups, type Speaker } from './role-words.ts';

/** A row as the matrix draws it. */
export interface MatrixRow {
  readonly row: Row;
  readonly level: 'all' | 'plugin' | 'entity';
  readonly plugin: string;
  readonly entity?: MatrixEntity;
  /** The five that every entity has. */
  readonly actions: readonly (MatrixAction | undefined)[];
  /** What its plugin adds. */
  readonly verbs: readonly MatrixAction[];
}

const BASE: readonly MatrixAction[] = ACTIONS.map((name) => ({ name }));

/** The rows from general to particular; those of folded plugins are left out, unless something is looked for. */
export function matrixRows(
  speaker: Speaker,
  matrix: RoleMatrix,
  words: string,
  folded: ReadonlySet<string>,
): readonly MatrixRow[] {
  const all: MatrixRow = { row: '*', level: 'all', plugin: '', actions: BASE, verbs: [] };
  const groups = entityGroups(speaker, matrix, words).flatMap(({ plugin, entities }) => [
    {
      row: `${plugin}.*` as const,
      level: 'plugin' as const,
      plugin,
      actions: BASE,
      verbs: [],
    },
    ...(folded.has(plugin) && words.trim() === '' ? [] : entities.map(entityRow)),
  ]);
  return words.trim() === '' ? [all, ...groups] : groups;
}

function entityRow(entity: MatrixEntity): MatrixRow {
  const isBase = (name: string): boolean => (ACTIONS as readonly string[]).includes(name);
  return {
    row: entity.id as Row,
    level: 'entity',
    plugin: entity.plugin,
    entity,
    actions: ACTIONS.map((name) => entity.actions.find((action) => action.name === name)),
    verbs: entity.actions.filter(({ name }) => !isBase(name)),
  };
}

/** The scopes that make a difference in a row: without owner and parent nothing is anybody's own. */
export function offeredScopes(
  entity: MatrixEntity | undefined,
  isFilterable: boolean,
): readonly ScopeKind[] {
  const isAnybodys = entity !== undefined && !entity.owned && !entity.hasParent;
  return SCOPE_KINDS.filter((kind) => {
    if (kind === 'filter') return entity !== undefined && isFilterable;
    return kind === 'none' || kind === 'all' || !isAnybodys;
  });
}
