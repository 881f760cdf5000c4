import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { expect, test } from 'vitest';
import { createSalts, digestRow, digestValue, digestValues } from './audit-digest.ts';

const row = {
  id: '0192f39a-4bcf-7001-a7f5-2a41e9d173a2',
  at: '2026-11-28T09:30:00.000Z',
  entity: 'toy.company',
  record_id: '0192f39a-4bcf-7001-a7f5-2a41e9d173a3',
  action: 'update',
  actor_kind: 'user',
  user_id: null,
  actor_name: 'Ünal “the\n\u0007 quick” 王\u2028',
  reason: 'said \\ "so"',
  source: 'api',
  plugin: 'toy',
  xid: '18446744073709551615',
  changes: {
    name: [null, 'É \u007F 😀'],
    '10': [1.5e-7, true],
    '9': [{ b: [1, { d: 2, c: null }], a: 'x' }, null],
    Ａ: 'alone',
    '\u{1F600}': [false, 1e21],
  },
};
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('a row is digested over its canonical JSON, in whatever order its names come', () => {
  const values = digestValues(row.changes, createSalts());
  const { changes: _, user_id: __, ...told } = row;
  const digests = Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.map((value) => value?.d ?? null)]),
  );
  expect(digestRow(row, values)).toBe(sha256(canonicalize({ ...told, values: digests }) ?? ''));
});

test('a value is digested over its salt and its canonical JSON', () => {
  const salt = '00ff10a0'.repeat(4);
  for (const value of Object.values(row.changes).flat()) {
    const bytes = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(canonicalize(value) ?? '')]);
    expect(digestValue(salt, value)).toBe(sha256(bytes));
  }
});

test('no two salts are the same', () => {
  const nextSalt = createSalts();
  const salts = Array.from({ length: 2000 }, nextSalt);
  expect(new Set(salts).size).toBe(2000);
  expect(salts.every((salt) => /^[0-9a-f]{32}$/.test(salt))).toBe(true);
});
