import { expect, test } from 'vitest';
import type { WireRecord } from '../field/field-kind.ts';
import { teamsThatTake, teamTree, type TeamBranch } from './team-tree.ts';

function team(id: string, parent: string | null): WireRecord {
  return { id, parent } as unknown as WireRecord;
}
function shape(branches: readonly TeamBranch[]): unknown {
  return branches.map(({ team: { id }, below }) => [id, shape(below)]);
}

test('teams stand below their parents, and one whose parent cannot be seen stands at the top', () => {
  const teams = [team('north', 'sales'), team('sales', null), team('lab', 'unseen')];
  expect(shape(teamTree(teams))).toEqual([
    ['sales', [['north', []]]],
    ['lab', []],
  ]);
});

test('a circle of teams is not lost and does not run for ever', () => {
  const teams = [team('a', 'b'), team('b', 'a'), team('c', 'a')];
  expect(shape(teamTree(teams))).toEqual([
    ['a', [['c', []]]],
    ['b', []],
  ]);
});

test('a team can be put below neither itself nor those below it', () => {
  const teams = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B', parent: 'a' },
    { id: 'c', name: 'C', parent: 'b' },
    { id: 'd', name: 'D', parent: 'a' },
  ];
  const found = teamsThatTake(teams, 'b').map(({ team, depth }) => [team.id, depth]);
  expect(found).toEqual([
    ['a', 0],
    ['d', 1],
  ]);
});
