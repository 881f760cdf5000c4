import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Mei Lin', 'ML'],
  ['Ada', 'A'],
  ['王晓彤', '王'],
  ['Harbor & Main', 'HM'],
  ['', ''],
])('the initials of “%s” are “%s”', (title, letters) => {
  expect(initials(title)).toBe(letters);
});
