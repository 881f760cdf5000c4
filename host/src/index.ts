/**
 * The host: the process that serves a workspace. It is given its plugins and names none.
 * @packageDocumentation
 */
export { readConfiguration, type Configuration, type LogLevel } from './config.ts';
export { openDatabase, useDatabase, type HostDatabase } from './database/database.ts';
export { createHost, type Host, type HostOptions } from './host.ts';
export type { JobHandler, JobOptions, JobRun, Jobs, SendOptions } from './jobs/jobs.ts';
export { findPlugins, type FoundPlugins, type RejectedPlugin } from './plugins/find.ts';
export { createLog } from './server/log.ts';
export { start } from './start.ts';
