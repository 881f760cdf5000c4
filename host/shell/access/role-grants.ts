import type { FieldAccess, Grant, Scope } from '@tessera/core';
import type { MatrixEntity } from './role-api.ts';
import { reachesNothing, uniteScopes } from './role-scope.ts';

/** A row of the matrix: an entity, all of a plugin, or all. */
export type Row = Grant['entity'];

/** The two lists that decide about a role. */
export interface Grants {
  readonly own: readonly Grant[];
  /** Those that plugins give. */
  readonly given: readonly Grant[];
}

/** Where a cell has its scopes from: this row, a row above of the role itself, plugins, or nowhere. */
export type Origin = 'own' | 'above' | 'given' | 'nothing';

export interface Cell {
  readonly scopes: readonly Scope[];
  readonly origin: Origin;
}

/** How far an action reaches in a row, and why. */
export function cellOf(grants: Grants, row: Row, action: string): Cell {
  const own = named(grants.own, row, action);
  const given = replaces(grants.own, row) ? undefined : named(grants.given, row, action)?.scopes;
  const scopes = uniteScopes([...(own?.scopes ?? []), ...(given ?? [])]);
  if (given && !reachesNothing(given)) return { scopes, origin: 'given' };
  if (!own) return { scopes, origin: given ? 'given' : 'nothing' };
  return { scopes, origin: own.row === row ? 'own' : 'above' };
}

/** Whether the role itself speaks of the row. */
export function isOwnRow(grants: readonly Grant[], row: Row): boolean {
  return grants.some(({ entity }) => entity === row);
}

/** Whether plugins give something in a row that an own grant replaces. */
export function isGivenReplaced(grants: Grants, row: Row): boolean {
  return replaces(grants.own, row) && levelsOf(row).some((one) => isOwnRow(grants.given, one));
}

/** The own grants with another scope for an action of a row; undefined takes it out of the row. */
export function setCell(
  grants: Grants,
  row: Row,
  action: string,
  scopes: readonly Scope[] | undefined,
  entity?: MatrixEntity,
): readonly Grant[] {
  const before = entity ? takeOver(grants, entity) : grants.own;
  const { actions, fields } = mergeRow(before, row);
  const { [action]: _replaced, ...others } = actions;
  const next = scopes ? { ...others, [action]: scopes } : others;
  const isEmpty = Object.keys(next).length === 0 && Object.keys(fields).length === 0;
  const stays = levelsOf(row).some((one) => isOwnRow(grants.given, one));
  return replaceRow(before, row, isEmpty && !stays ? [] : splitRow(row, next, fields));
}

/** The own grants without those of a row: what plugins give holds again. */
export function giveBack(own: readonly Grant[], row: Row): readonly Grant[] {
  return own.filter(({ entity }) => entity !== row);
}

/** The own grants with an entity's fields set; undefined leaves a field to the rest. */
export function setFields(
  grants: Grants,
  entity: MatrixEntity,
  changes: Readonly<Record<string, FieldAccess | undefined>>,
): readonly Grant[] {
  const row = entity.id as Row;
  const before = takeOver(grants, entity);
  const { actions, fields } = mergeRow(before, row);
  const next = Object.fromEntries(
    Object.entries({ ...fields, ...changes }).filter(
      (entry): entry is [string, FieldAccess] => entry[1] !== undefined,
    ),
  );
  return replaceRow(before, row, splitRow(row, actions, next));
}

/**
 * The own grants with one for the entity that says what held before: an own grant replaces everything that plugins give, so that the first
 * change of an entity would otherwise take the rest of it away.
 */
export function takeOver(grants: Grants, entity: MatrixEntity): readonly Grant[] {
  const row = entity.id as Row;
  const isGiven = levelsOf(row).some((one) => isOwnRow(grants.given, one));
  if (isOwnRow(grants.own, row) || !isGiven) return grants.own;
  const actions: Record<string, readonly Scope[]> = {};
  for (const { name } of entity.actions) {
    const cell = cellOf(grants, row, name);
    if (cell.origin === 'given') actions[name] = cell.scopes;
  }
  const names = new Set(['*', ...namedFields(grants.given, row), ...namedFields(grants.own, row)]);
  const fields: Record<string, FieldAccess> = {};
  for (const name of names) fields[name] = accessOf(grants, row, name);
  // Where the rows above say no less, the row need not say it.
  if (names.size === 1 && accessIn(grants.own, row, '*') === fields['*']) delete fields['*'];
  return [...grants.own, ...splitRow(row, actions, fields)];
}

/** What holds for a field of an entity; `*` for those that are not named. */
export function accessOf(grants: Grants, row: Row, field: string): FieldAccess {
  const lists = replaces(grants.own, row) ? [grants.own] : [grants.own, grants.given];
  const speaking = lists.filter((list) => levelsOf(row).some((one) => isOwnRow(list, one)));
  return speaking.map((list) => accessIn(list, row, field)).reduce(better, 'none');
}

/** Fields that the row itself names, with what it says; where the role says nothing, what plugins say. */
export function fieldsOf(grants: Grants, row: Row): Readonly<Record<string, FieldAccess>> {
  if (replaces(grants.own, row)) return mergeRow(grants.own, row).fields;
  const names = [...namedFields(grants.own, row), ...namedFields(grants.given, row)];
  return Object.fromEntries(names.map((name) => [name, accessOf(grants, row, name)]));
}

/** The entity itself, then its plugin, then all: the first that speaks of an action holds. */
function levelsOf(row: Row): readonly Row[] {
  if (row === '*') return ['*'];
  const all = `${row.slice(0, row.indexOf('.'))}.*` as Row;
  return row === all ? [row, '*'] : [row, all, '*'];
}

/** A grant of the role's own that names an entity replaces what plugins give for it; one for a plugin or all stands beside. */
function replaces(own: readonly Grant[], row: Row): boolean {
  return !row.endsWith('*') && isOwnRow(own, row);
}

function named(
  grants: readonly Grant[],
  row: Row,
  action: string,
): { readonly row: Row; readonly scopes: readonly Scope[] } | undefined {
  for (const level of levelsOf(row)) {
    const scopes = mergeRow(grants, level).actions[action];
    if (scopes) return { row: level, scopes };
  }
  return undefined;
}

interface MergedRow {
  readonly actions: Readonly<Record<string, readonly Scope[]>>;
  readonly fields: Readonly<Record<string, FieldAccess>>;
}

/** Several grants of one row add up. */
function mergeRow(grants: readonly Grant[], row: Row): MergedRow {
  const those = grants.filter(({ entity }) => entity === row);
  const actions: Record<string, readonly Scope[]> = {};
  for (const grant of those)
    for (const [action, scope] of Object.entries(grant.actions))
      if (scope) actions[action] = uniteScopes([...(actions[action] ?? []), scope]);
  const fields: Record<string, FieldAccess> = {};
  for (const name of new Set(those.flatMap((grant) => Object.keys(grant.fields ?? {})))) {
    const said = those.flatMap((grant) => grant.fields?.[name] ?? grant.fields?.['*'] ?? []);
    fields[name] = said.reduce(better);
  }
  return { actions, fields };
}

/** As many grants as the most scopes of one action: each grant holds one of them. */
function splitRow(
  row: Row,
  actions: Readonly<Record<string, readonly Scope[]>>,
  fields: Readonly<Record<string, FieldAccess>>,
): readonly Grant[] {
  const count = Math.max(1, ...Object.values(actions).map((scopes) => scopes.length));
  return Array.from({ length: count }, (_, at) => ({
    entity: row,
    actions: Object.fromEntries(
      Object.entries(actions).flatMap(([action, scopes]) => {
        const scope = scopes[at];
        return scope === undefined ? [] : [[action, scope]];
      }),
    ),
    ...(at === 0 && Object.keys(fields).length > 0 ? { fields } : {}),
  }));
}

/** Puts the grants of a row where it stood. */
function replaceRow(grants: readonly Grant[], row: Row, next: readonly Grant[]): readonly Grant[] {
  const at = grants.findIndex(({ entity }) => entity === row);
  const others = grants.filter(({ entity }) => entity !== row);
  return at < 0 ? [...others, ...next] : others.toSpliced(at, 0, ...next);
}

function namedFields(grants: readonly Grant[], row: Row): readonly string[] {
  return levelsOf(row).flatMap((level) =>
    grants
      .filter(({ entity }) => entity === level)
      .flatMap((grant) => Object.keys(grant.fields ?? {})),
  );
}

function accessIn(grants: readonly Grant[], row: Row, field: string): FieldAccess {
  for (const level of levelsOf(row)) {
    const { fields } = mergeRow(grants, level);
    const access = fields[field] ?? fields['*'];
    if (access) return access;
  }
  return 'write';
}

const ORDER: readonly FieldAccess[] = ['none', 'mask', 'read', 'write'];

function better(one: FieldAccess, other: FieldAccess): FieldAccess {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}
