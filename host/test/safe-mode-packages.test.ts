import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { toyPackage } from './package-toy.ts';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    environment: { TESSERA_SAFE_MODE: '1' },
  });
});
afterAll(() => host?.close());

test('in safe mode a package can be kept, and no code of it comes into the host', async () => {
  const admin = host.as('administrator');
  const bytes = toyPackage({ server: `globalThis.cameIn = true; export const toy = {};` });
  const headers = { 'content-type': 'application/gzip' };
  const { status, body } = await admin.post('/api/plugins/packages', bytes, { headers });
  expect(status).toBe(201);
  const path = `/api/plugins/packages/${body.digest}/install`;
  expect(await admin.post(path, { consent: true })).toMatchObject({
    status: 409,
    body: { code: 'CORE_SAFE_MODE' },
  });
  expect(globalThis).not.toHaveProperty('cameIn');
});
