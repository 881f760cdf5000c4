import { expect, test } from 'vitest';
import { findRecipeProblems } from './recipe.ts';

const step = { file: 'a.csv', entity: 'shop.part', mode: 'create' };

test('a recipe with nothing wrong has no problems', () => {
  const mapping = { name: { column: 'Name' }, kind: { value: 'x' } };
  expect(findRecipeProblems({ name: 'A', version: 1, steps: [{ ...step, mapping }] })).toEqual([]);
});

test('everything that is wrong is told at once, by its place', () => {
  const recipe = {
    name: 'A',
    version: 2,
    stepz: [],
    steps: [
      { ...step, mode: 'replace', mapping: { name: { colum: 'Name' } } },
      { ...step, file: '../secret.csv' },
      { entity: 'shop.part', mode: 'create' },
    ],
  };
  expect(
    findRecipeProblems(recipe)
      .map(({ pointer }) => pointer)
      .toSorted(),
  ).toEqual([
    '/steps/0/mapping/name',
    '/steps/0/mapping/name/colum',
    '/steps/0/mode',
    '/steps/1/file',
    '/steps/2/file',
    '/stepz',
    '/version',
  ]);
});
