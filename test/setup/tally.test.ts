import { expect, test } from 'vitest';
import { filesToTryAgain, tally, type FileReport } from './tally.ts';

const file = (name: string, statuses: Record<string, string>, status?: string): FileReport => ({
  name,
  status: status ?? (Object.values(statuses).includes('failed') ? 'failed' : 'passed'),
  assertionResults: Object.entries(statuses).map(([fullName, one]) => ({ fullName, status: one })),
});
const whole = file('whole', { a: 'passed', b: 'passed', c: 'pending' });
const broken = file('broken', { a: 'passed', b: 'failed' });
/** It failed before its first test. */
const unloaded = file('unloaded', { a: 'pending' }, 'failed');

test('what did not pass is tried again, by the file', () => {
  expect(filesToTryAgain([whole, broken, unloaded])).toEqual(['broken', 'unloaded']);
  const many = Array.from({ length: 20 }, (_, at) => file(`file ${at}`, { a: 'failed' }));
  expect(filesToTryAgain(many)).toEqual([]);
});

test('each test counts once, by its last try', () => {
  expect(tally([whole, broken, unloaded])).toEqual({ passed: 3, failed: 2, unsteady: [] });
  const second = [file('broken', { a: 'passed', b: 'passed' }), file('unloaded', { a: 'passed' })];
  expect(tally([whole, broken, unloaded], second)).toEqual({
    passed: 5,
    failed: 0,
    unsteady: ['broken > b', 'unloaded'],
  });
});

test('what fails again fails, also when it was another test of the file', () => {
  const second = [file('broken', { a: 'failed', b: 'passed' }), unloaded];
  expect(tally([broken, unloaded], second)).toEqual({ passed: 1, failed: 2, unsteady: [] });
});
