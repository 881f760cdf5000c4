import { may } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { quoteName, tableOf } from '../records/sql-parameters.ts';
import type { AppMeta } from './app-meta.ts';
import { contributionsFor } from './contributions.ts';
import { entityMeta, isVisible } from './entity-meta.ts';

/** URL of the browser module of a plugin, where the host has built one. */
export type ModuleOf = (plugin: string) => string | null;

/** What the UI is made from: the enabled plugins, cut to what the principal may see. */
export async function buildMeta(
  execution: Execution,
  moduleOf: ModuleOf = () => null,
): Promise<AppMeta> {
  const { assembly } = execution;
  const entities = [...assembly.models.values()]
    .filter((model) => isVisible(execution, model))
    .map((model) => entityMeta(execution, model));
  const { name, currency, timeZone, locale } = assembly.settings;
  return {
    assembly: assembly.number,
    workspace: { name, currency, timeZone, locale },
    user: await userMeta(execution),
    plugins: [...assembly.instances.values()].map(({ manifest }) => ({
      id: manifest.id,
      label: manifest.label,
      version: manifest.version,
      module: moduleOf(manifest.id),
    })),
    entities,
    contributions: contributionsFor(assembly, entities),
    locales: assembly.locales,
    currencies: Intl.supportedValuesOf('currency').flatMap((code) => {
      const exponent = assembly.rates.exponent(code);
      return exponent === undefined ? [] : [{ code, exponent }];
    }),
  };
}

async function userMeta(execution: Execution): Promise<AppMeta['user']> {
  const { principal, assembly } = execution;
  const permissions = assembly.permissions
    .map(({ name }) => name)
    .filter((name) => may(execution, name));
  const found = await readUser(execution);
  const { impersonator } = principal;
  return {
    id: principal.userId ?? '',
    name: principal.name,
    email: found?.email ?? null,
    locale: found?.locale ?? null,
    permissions,
    ...(impersonator ? { viewedBy: { id: impersonator.userId, name: impersonator.name } } : {}),
  };
}

/** One's own address and language, whatever one's roles may read of users. */
async function readUser(
  execution: Execution,
): Promise<{ email: string | null; locale: string | null } | undefined> {
  const model = execution.assembly.models.get('tessera.user');
  const columns = ['email', 'locale'].flatMap(
    (name) => model?.fields.get(name)?.columns.value ?? [],
  );
  if (!model || columns.length < 2 || execution.principal.userId === null) return undefined;
  const [email = '', locale = ''] = columns.map(quoteName);
  const [row] = await currentSql(execution).query<{ email: string | null; locale: string | null }>(
    `select ${email} as email, ${locale} as locale from ${tableOf(model)} where id = $1`,
    [execution.principal.userId],
  );
  return row;
}
