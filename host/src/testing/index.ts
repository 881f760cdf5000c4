/**
 * A host for tests: the whole of it, with the plugins given, on a throw-away database.
 * @packageDocumentation
 */
export { createTestHost, type TestHost, type TestHostOptions } from './test-host.ts';
export type { TestClient, TestRequest, TestResponse } from './test-client.ts';
export type { TestClock } from './test-clock.ts';
export { installed } from './installed.ts';
export { installedFrom } from './installed-from.ts';
export { makeFreshDatabase } from './fresh-database.ts';
export { makeTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestPostgres, type TestPostgres } from './test-postgres.ts';
export type { TestUser } from './test-users.ts';
