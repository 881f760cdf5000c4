import { expect, test } from 'vitest';
import { defineEntity, type EntityOptions, type Fields } from './entity.ts';
import { choice, date, datetime, money, percent, ref, state, text } from './field-builders.ts';
import { resolveModels } from './resolve.ts';

const Step = defineEntity('toy.step', {
  label: { en: 'Step' },
  plural: { en: 'Steps' },
  path: 'steps',
  title: 'name',
  states: true,
  fields: { name: text(), key: text(), kind: choice(['open']), order: money() },
});

/** Why a kite with this board is rejected; empty when it is not. */
function reason(board: unknown): string {
  const kite = defineEntity('toy.kite', {
    label: { en: 'Kite' },
    plural: { en: 'Kites' },
    path: 'kites',
    title: 'name',
    fields: {
      name: text(),
      colour: choice(['red', 'blue']),
      step: state('toy.step'),
      twin: ref('toy.kite'),
      price: money(),
      chance: percent(),
      due: date(),
      since: datetime(),
    },
    board: board as NonNullable<EntityOptions<Fields>['board']>,
  });
  try {
    resolveModels([{ manifest: { id: 'toy' }, plugin: { entities: [Step, kite] } }], []);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test.each([
  [{}],
  [{ by: 'step', card: ['price', 'updatedAt'], sums: ['price'], weight: 'chance', due: 'due' }],
  [{ by: 'step', enteredAt: 'since', staleAfterDays: 30, closed: ['won', 'lost'] }],
  [{ by: 'colour', closed: ['blue'] }],
])('a board of fields that are there is taken: %j', (board) => {
  expect(reason(board)).toBe('');
});

test.each([
  ['colour', 'board is not an object'],
  [{ order: 'name' }, 'board has no option “order”'],
  [{ by: 'stage' }, 'board.by names “stage”, which is not a field'],
  [{ by: 7 }, 'board.by is not the name of a field'],
  [
    { by: 'price' },
    'board.by names “price”, which is of type money, not one of state, choice, ref',
  ],
  [{ by: 'twin' }, 'board.by names “twin”, which points to toy.kite, whose rows are not states'],
  [{ card: 'price' }, 'board.card is not a list'],
  [{ card: ['prize'] }, 'board.card names “prize”, which is not a field'],
  [{ sums: ['name'] }, 'board.sums names “name”, which is of type text'],
  [{ weight: 'price' }, 'board.weight names “price”, which is of type money, not percent'],
  [{ due: 'name' }, 'board.due names “name”, which is of type text, not one of date, datetime'],
  [{ enteredAt: 'when' }, 'board.enteredAt names “when”, which is not a field'],
  [{ staleAfterDays: '30' }, 'board.staleAfterDays is not a number above 0'],
  [{ staleAfterDays: 0 }, 'board.staleAfterDays is not a number above 0'],
  [{ by: 'step', closed: [1] }, 'board.closed holds something that is not a key'],
  [
    { by: 'colour', closed: ['green'] },
    'board.closed names “green”, which cannot be chosen in “colour”',
  ],
])('a board that cannot be is rejected by name: %j', (board, text) => {
  expect(reason(board)).toContain(`toy.kite: ${text}`);
});
