import { defineConfig } from 'vitest/config';

// Tests run on a real PostgreSQL, which comes with Tessera: nothing to install.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['@tessera/host/testing/postgres'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
