import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// Workspaces are tested from source. The global setup runs in an environment of its own.
const resolve = { conditions: ['@tessera/source', ...defaultServerConditions] };

export default defineConfig({
  ssr: { resolve },
  environments: { __vitest__: { resolve } },
  test: {
    // Most of a test is waiting for a browser or a database: with one core left free, the tests take twice as long.
    maxWorkers: '100%',
    // Each worker imports the server once, not once a file: a test file that needs a process for itself starts one.
    isolate: false,
    // Whoever polls waits for others: the wait ends as soon as it is so, and how long that takes says nothing on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            '{core,sdk,host,host/kit,plugins/*,examples/*}/src/**/*.test.ts',
            'host/shell/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          globalSetup: ['test/setup/postgres.ts'],
          include: ['{core,sdk,host,host/kit,plugins/*,examples/*}/test/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          globalSetup: ['test/setup/postgres.ts', 'test/setup/chromium.ts'],
          include: ['{host,host/kit,plugins/*,examples/*}/test/**/*.browser.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
