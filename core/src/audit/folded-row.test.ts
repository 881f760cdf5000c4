import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { expect, test } from 'vitest';
import { digestValue } from './audit-digest.ts';
import { checkFolded, createSalts, foldRow, unfoldRow } from './folded-row.ts';
import { digestRow, readSealedRow, sealedColumns, type SealedRow } from './sealed-row.ts';

const columns = {
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
};
const changes = {
  name: [null, 'É \u007F 😀'],
  '10': [1.5e-7, true],
  '9': [{ b: [1, { d: 2, c: null }], a: 'x' }, null],
  Ａ: 'alone',
  '\u{1F600}': [false, 1e21],
};
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const salt = '00ff10a0'.repeat(4);

/** As PostgreSQL sends it. */
function rowOf(told: Readonly<Record<string, unknown>>): SealedRow {
  const sent: Record<string, unknown> = {
    ...columns,
    at: '2026-11-28 09:30:00+00',
    changes: JSON.stringify(told),
  };
  const texts = sealedColumns('a')
    .split(', ')
    .map((column) => (sent[column.slice(2)] ?? null) as string | null);
  const row = readSealedRow(texts);
  if (!row) throw new Error('There is no row.');
  return row;
}

test('a row is digested over its canonical JSON, in whatever order its names come', () => {
  const row = rowOf(changes);
  const values = unfoldRow(row, foldRow(row, salt).entry);
  const { user_id: _, ...told } = columns;
  const digests = Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.map((value) => value?.d ?? null)]),
  );
  expect(digestRow(row, values)).toBe(sha256(canonicalize({ ...told, values: digests }) ?? ''));
});

test('a value is digested over its salt and its canonical JSON', () => {
  for (const value of Object.values(changes).flat()) {
    const bytes = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(canonicalize(value) ?? '')]);
    expect(digestValue(salt, value)).toBe(sha256(bytes));
  }
});

test('what is unfolded has the digests that it was folded with, each with another salt', () => {
  const row = rowOf(changes);
  const { digest, entry } = foldRow(row, salt);
  const values = unfoldRow(row, entry);
  expect(digestRow(row, values)).toBe(digest);
  const list = Object.entries(values).flatMap(([name, digests]) =>
    digests.map((known, index) => ({
      known,
      value: [changes[name as 'name']].flat()[index] ?? null,
    })),
  );
  for (const { known, value } of list)
    expect(known && digestValue(known.s ?? '', value)).toBe(known?.d ?? null);
  const salts = list.flatMap(({ known }) => known?.s ?? []);
  expect(new Set(salts).size).toBe(7);
});

test('a folded row tells which of its values was changed', () => {
  const { entry } = foldRow(rowOf(changes), salt);
  expect(checkFolded(rowOf(changes), entry)).toEqual({ isWhole: true, changed: [] });
  const { name: _, ...fewer } = changes;
  const found = (told: object) => checkFolded(rowOf({ ...told }), entry);
  expect(found({ ...changes, name: [null, 'E'] })).toEqual({ isWhole: false, changed: ['name'] });
  expect(found({ ...changes, name: ['É', null] })).toMatchObject({ isWhole: false });
  expect(found(fewer)).toEqual({ isWhole: false, changed: [] });
  const other = { ...rowOf(changes), facts: '"action":"delete"' };
  expect(checkFolded(other, entry)).toEqual({ isWhole: false, changed: [] });
});

test('no two salts are the same', () => {
  const nextSalt = createSalts();
  const salts = Array.from({ length: 2000 }, nextSalt);
  expect(new Set(salts).size).toBe(2000);
  expect(salts.every((one) => /^[0-9a-f]{32}$/.test(one))).toBe(true);
});
