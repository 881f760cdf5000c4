import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { errors } from './errors.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the host runs, read once from the environment. */
export interface Configuration {
  /** `PORT`, 4000 when not given; 0 takes a free one. */
  readonly port: number;
  /** `TESSERA_HOST`: address to listen on; 127.0.0.1 when not given. */
  readonly address: string;
  /** `TESSERA_DATA_DIR`: database, files and mail; `.data` when not given. An absolute path. */
  readonly dataFolder: string;
  /** `DATABASE_URL`: the PostgreSQL to use instead of the host's own. */
  readonly databaseUrl?: string;
  /** `DATABASE_DIRECT_URL`: the same database past a transaction pooler, for LISTEN, locks and jobs. */
  readonly databaseDirectUrl?: string;
  /** `TESSERA_PLUGINS`: ids to enable when the workspace is new. */
  readonly plugins?: readonly string[];
  /** `TESSERA_ADMIN_EMAIL` and `TESSERA_ADMIN_PASSWORD`: makes the first administrator without the setup page. */
  readonly administrator?: { readonly email: string; readonly password: string };
  /** `TESSERA_PUBLIC_URL`: where people reach it, for links in mails; without a path. */
  readonly publicUrl?: string;
  /** `TESSERA_PROXY_HOPS`: proxies in front whose `X-Forwarded-For` is believed; 0 when not given. */
  readonly proxyHops: number;
  /** `TESSERA_REQUESTS_PER_MINUTE`: requests that one session or token may send; 6000 when not given, 0 is as many as it likes. */
  readonly requestsPerMinute: number;
  /** `TESSERA_SECRET`: at least 32 characters; made and kept in the database when not given. */
  readonly secret?: string;
  /** `TESSERA_SAFE_MODE`: `1` starts core and the admin screens without any plugin. */
  readonly safeMode: boolean;
  /** `TESSERA_HOST_NAME`: names this host in lists and histories; machine and port when not given. Two hosts never share it. */
  readonly hostName: string;
  /** `LOG_LEVEL`; `info` when not given. */
  readonly logLevel: LogLevel;
}

/**
 * Reads the configuration.
 * @throws TesseraError `HOST_CONFIGURATION_INVALID` that names every fault and the way out.
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  const faults: string[] = [];
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const check = <T>(
    name: string,
    parse: (text: string) => T | undefined,
    wayOut: string,
  ): T | undefined => {
    const text = read(name);
    if (text === undefined) return undefined;
    const value = parse(text);
    if (value === undefined) faults.push(`${name} ${wayOut}`);
    return value;
  };

  const configuration = {
    port:
      check('PORT', (text) => integer(text, 0, 65_535), 'must be a number from 0 to 65535.') ??
      4000,
    address: read('TESSERA_HOST') ?? '127.0.0.1',
    dataFolder: resolve(read('TESSERA_DATA_DIR') ?? '.data'),
    databaseUrl: check('DATABASE_URL', postgresUrl, POSTGRES_WAY_OUT),
    databaseDirectUrl: check('DATABASE_DIRECT_URL', postgresUrl, POSTGRES_WAY_OUT),
    plugins: check(
      'TESSERA_PLUGINS',
      pluginIds,
      'must be plugin ids with commas between them, for example customer,sales.',
    ),
    publicUrl: check(
      'TESSERA_PUBLIC_URL',
      origin,
      'must be like https://crm.example.com, without a path.',
    ),
    proxyHops:
      check(
        'TESSERA_PROXY_HOPS',
        (text) => integer(text, 0, 10),
        'must be a number from 0 to 10.',
      ) ?? 0,
    requestsPerMinute:
      check(
        'TESSERA_REQUESTS_PER_MINUTE',
        (text) => integer(text, 0, 1_000_000),
        'must be a number from 0 to 1000000.',
      ) ?? 6000,
    secret: check(
      'TESSERA_SECRET',
      (text) => (text.length >= 32 ? text : undefined),
      'must have at least 32 characters.',
    ),
    safeMode: check('TESSERA_SAFE_MODE', (text) => SWITCH[text], 'must be 1 or 0.') ?? false,
    hostName:
      check(
        'TESSERA_HOST_NAME',
        (text) => (text.length <= 100 ? text : undefined),
        'must have at most 100 characters.',
      ) ?? `${hostname()}:${read('PORT') ?? 4000}`,
    logLevel:
      check(
        'LOG_LEVEL',
        (text) => LOG_LEVELS.find((level) => level === text),
        `must be one of ${LOG_LEVELS.join(', ')}.`,
      ) ?? ('info' as const),
    administrator: administrator(read, faults),
  };
  if (configuration.databaseDirectUrl && !configuration.databaseUrl) {
    faults.push('DATABASE_DIRECT_URL is set but DATABASE_URL is not: set both, or neither.');
  }
  if (faults.length > 0)
    throw errors.configurationInvalid({ faults: faults.map((fault) => `- ${fault}`).join('\n') });
  return withoutUndefined(configuration) as Configuration;
}

const SWITCH: Readonly<Record<string, boolean>> = { 1: true, true: true, 0: false, false: false };
const POSTGRES_WAY_OUT = 'must be like postgres://user:password@host:5432/database.';

function postgresUrl(text: string): string | undefined {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) ? text : undefined;
}

function origin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isOrigin =
    /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
  return isOrigin ? url.origin : undefined;
}

function integer(text: string, minimum: number, maximum: number): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= minimum && value <= maximum ? value : undefined;
}

function pluginIds(text: string): readonly string[] | undefined {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  return ids.every((id) => /^[a-z][a-z0-9-]*$/.test(id)) ? ids : undefined;
}

function administrator(
  read: (name: string) => string | undefined,
  faults: string[],
): { email: string; password: string } | undefined {
  const email = read('TESSERA_ADMIN_EMAIL');
  const password = read('TESSERA_ADMIN_PASSWORD');
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    faults.push(
      'TESSERA_ADMIN_EMAIL must be an e-mail address; it goes with TESSERA_ADMIN_PASSWORD.',
    );
  }
  if (password === undefined || password.length < 10) {
    faults.push(
      'TESSERA_ADMIN_PASSWORD must have at least 10 characters; it goes with TESSERA_ADMIN_EMAIL.',
    );
  }
  return { email: email ?? '', password: password ?? '' };
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
