/**
 * The host: the process that serves a workspace. It is given its plugins and names none.
 * @packageDocumentation
 */
export { readConfiguration, type Configuration, type LogLevel } from './config.ts';
export { openDatabase, useDatabase, type HostDatabase } from './database/database.ts';
export { createHost, type Host, type HostOptions } from './host.ts';
export type { JobHandler, JobOptions, JobRun, Jobs, SendOptions } from './jobs/jobs.ts';
export {
  findPlugins,
  findPluginsAmong,
  type FoundPlugins,
  type RejectedPlugin,
} from './plugins/find.ts';
export { describeFolder, describeInChild } from './plugins/child-description.ts';
export { loadBuiltPlugin, type BuiltOrigin } from './plugins/load-built-plugin.ts';
export { inspectPackage } from './plugins/package-inspection.ts';
export type { Packages, StoredPackage } from './plugins/packages.ts';
export { SHARED_SPECIFIERS } from './plugins/shared-specifiers.ts';
export { createLog, openLogDestination, type LogDestination } from './server/log.ts';
export { start } from './start.ts';
