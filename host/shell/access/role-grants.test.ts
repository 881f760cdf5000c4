import type { FieldAccess, Grant, Scope } from '@tessera/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MatrixEntity } from './role-api.ts';
import { maskPersonal } from './role-field-masks.ts';
import {
  accessOf,
  cellOf,
  giveBack,
  isGivenReplaced,
  setCell,
  setFields,
  takeOver,
  type Grants,
} from './role-grants.ts';

/** Many worlds take long on a busy machine. */
const PATIENCE_MS = 60_000;
const ACTIONS = ['create', 'read', 'update', 'quote'];
const FIELDS = ['name', 'mail', 'phone'];
const Deal: MatrixEntity = {
  id: 'sales.deal',
  plugin: 'sales',
  label: { en: 'Deal' },
  owned: true,
  hasParent: false,
  sharing: 'private',
  actions: ACTIONS.map((name) => ({ name })),
  fields: FIELDS.map((name) => ({
    name,
    label: { en: name },
    type: 'text',
    system: false,
    personal: name !== 'name',
    sensitive: false,
  })),
};

const scope = fc.constantFrom<Scope>('none', 'own', 'team', 'teamTree', 'all', {
  filter: { name: 'x' },
});
const access = fc.constantFrom<FieldAccess>('write', 'read', 'mask', 'none');
const grant = fc.record(
  {
    entity: fc.constantFrom<Grant['entity']>('sales.deal', 'sales.*', '*', 'sales.lead'),
    actions: fc.dictionary(fc.constantFrom(...ACTIONS), scope),
    fields: fc.dictionary(fc.constantFrom(...FIELDS, '*'), access),
  },
  { requiredKeys: ['entity', 'actions'] },
);
const grantLists = fc.record({
  own: fc.array(grant, { maxLength: 4 }),
  given: fc.array(grant, { maxLength: 4 }),
});

function everything(grants: Grants): unknown {
  return {
    actions: ACTIONS.map((action) =>
      cellOf(grants, 'sales.deal', action).scopes.map(text).toSorted(),
    ),
    fields: [...FIELDS, '*'].map((field) => accessOf(grants, 'sales.deal', field)),
  };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}

test(
  'taking over what plugins give changes nothing that holds, for any grants',
  { timeout: PATIENCE_MS },
  () => {
    fc.assert(
      fc.property(grantLists, (grants) => {
        const after = { own: takeOver(grants, Deal), given: grants.given };
        expect(everything(after)).toEqual(everything(grants));
      }),
    );
  },
);

test('what plugins give in full stays in full under a row above that masks', () => {
  const grants: Grants = {
    own: [{ entity: 'sales.*', actions: {}, fields: { '*': 'mask' } }],
    given: [{ entity: 'sales.deal', actions: {} }],
  };
  const after = { own: takeOver(grants, Deal), given: grants.given };
  expect(accessOf(after, 'sales.deal', 'name')).toBe('write');
});

test(
  'a chosen scope holds, and no other action changes by it, for any grants',
  { timeout: PATIENCE_MS },
  () => {
    fc.assert(
      fc.property(grantLists, fc.constantFrom(...ACTIONS), scope, (grants, action, chosen) => {
        const after = {
          own: setCell(grants, 'sales.deal', action, [chosen], Deal),
          given: grants.given,
        };
        expect(cellOf(after, 'sales.deal', action)).toEqual({ scopes: [chosen], origin: 'own' });
        for (const other of ACTIONS.filter((one) => one !== action))
          expect(cellOf(after, 'sales.deal', other).scopes.map(text).toSorted()).toEqual(
            cellOf(grants, 'sales.deal', other).scopes.map(text).toSorted(),
          );
      }),
    );
  },
);

test(
  'a chosen access to a field holds, and no action changes by it, for any grants',
  { timeout: PATIENCE_MS },
  () => {
    fc.assert(
      fc.property(grantLists, fc.constantFrom(...FIELDS), access, (grants, field, chosen) => {
        const after = {
          own: setFields(grants, Deal, { [field]: chosen }),
          given: grants.given,
        };
        expect(accessOf(after, 'sales.deal', field)).toBe(chosen);
        for (const action of ACTIONS)
          expect(cellOf(after, 'sales.deal', action).scopes.map(text).toSorted()).toEqual(
            cellOf(grants, 'sales.deal', action).scopes.map(text).toSorted(),
          );
      }),
    );
  },
);

test('an own grant replaces what plugins give for its entity, and giving it back brings that again', () => {
  const given: Grant[] = [{ entity: 'sales.deal', actions: { read: 'team', update: 'own' } }];
  const own = setCell({ own: [], given }, 'sales.deal', 'update', ['none'], Deal);
  expect(own).toEqual([{ entity: 'sales.deal', actions: { read: 'team', update: 'none' } }]);
  expect(isGivenReplaced({ own, given }, 'sales.deal')).toBe(true);
  const back = { own: giveBack(own, 'sales.deal'), given };
  expect(cellOf(back, 'sales.deal', 'update')).toEqual({ scopes: ['own'], origin: 'given' });
});

test('a row says where its scopes come from', () => {
  const own: Grant[] = [{ entity: 'sales.*', actions: { read: 'own' } }];
  const given: Grant[] = [{ entity: '*', actions: { update: 'all' } }];
  const origin = (row: Grant['entity'], action: string) =>
    cellOf({ own, given }, row, action).origin;
  expect(origin('sales.*', 'read')).toBe('own');
  expect(origin('sales.deal', 'read')).toBe('above');
  expect(origin('sales.deal', 'update')).toBe('given');
  expect(origin('*', 'read')).toBe('nothing');
});

test('a row that says nothing any more goes, so that the row above holds', () => {
  const own: Grant[] = [
    { entity: 'sales.*', actions: { read: 'own' } },
    { entity: 'sales.deal', actions: { read: 'all' } },
  ];
  const next = setCell({ own, given: [] }, 'sales.deal', 'read', undefined, Deal);
  expect(next).toEqual([own[0]]);
});

test('personal fields that are seen are masked; what is hidden stays hidden', () => {
  const own: Grant[] = [
    { entity: 'sales.deal', actions: { read: 'own' }, fields: { phone: 'none' } },
  ];
  const { grants, count } = maskPersonal({ own, given: [] }, [Deal]);
  expect(count).toBe(1);
  expect(grants[0]?.fields).toEqual({ phone: 'none', mail: 'mask' });
  expect(maskPersonal({ own: [], given: [] }, [Deal])).toEqual({ grants: [], count: 0 });
});
