import type { FieldAccess, Scope } from '@tessera/core';
import type { MatrixRole, RoleMatrix } from './role-api.ts';
import { permissionOf } from './role-changes.ts';
import { accessOf, cellOf, type Grants, type Row } from './role-grants.ts';

type Pair<T> = readonly [T, T];

/** Two roles side by side. */
export interface RoleComparison {
  readonly actions: readonly {
    readonly entity: string;
    readonly action: string;
    readonly scopes: Pair<readonly Scope[]>;
    readonly isSame: boolean;
  }[];
  readonly fields: readonly {
    readonly entity: string;
    readonly field: string;
    readonly access: Pair<FieldAccess>;
  }[];
  readonly permissions: readonly {
    readonly name: string;
    readonly held: Pair<boolean>;
    readonly isSame: boolean;
  }[];
}

/** Compares what holds in the end, from wherever it comes. Of the fields only those that differ: there are too many. */
export function compareRoles(
  matrix: RoleMatrix,
  one: MatrixRole,
  other: MatrixRole,
): RoleComparison {
  const lists = [one, other].map((role): Grants => ({ own: role.grants, given: role.given })) as [
    Grants,
    Grants,
  ];
  return {
    actions: matrix.entities.flatMap(({ id, actions }) =>
      actions.map(({ name }) => {
        const scopes = both(lists, (grants) => cellOf(grants, id as Row, name).scopes);
        return { entity: id, action: name, scopes, isSame: isSame(scopes) };
      }),
    ),
    fields: matrix.entities.flatMap(({ id, fields }) =>
      fields
        .map(({ name }) => ({
          entity: id,
          field: name,
          access: both(lists, (grants) => accessOf(grants, id as Row, name)),
        }))
        .filter(({ access }) => !isSame(access)),
    ),
    permissions: ['*', ...matrix.permissions.map(({ name }) => name)].map((name) => {
      const held = both([one, other], (role) =>
        ['own', 'given', 'everything'].includes(permissionOf(role, role, name)),
      );
      return { name, held, isSame: isSame(held) };
    }),
  };
}

function both<T, V>([one, other]: Pair<T>, read: (value: T) => V): Pair<V> {
  return [read(one), read(other)];
}

/** Several scopes are the same in any order. */
function isSame([one, other]: Pair<unknown>): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(
    Array.isArray(value) ? value.map((part) => JSON.stringify(part)).toSorted() : value,
  );
}
