import type { CustomField } from '../entities/custom-fields.ts';
import type { EntityId } from '../entities/entity.ts';
import { resolveModels } from '../entities/resolve.ts';
import { errors } from '../errors.ts';
import { createHookBus } from '../hooks/registry.ts';
import type { Grant } from '../permissions/policy.ts';
import type { Change } from '../records/records.ts';
import { buildRoutes } from '../routes/app.ts';
import type { Assembly } from './assembly.ts';
import type { Context, Services } from './context.ts';
import type { SendJob } from './job-sending.ts';
import { nameFaults } from './name-faults.ts';
import { createContext } from './plugin-context.ts';
import type { InstalledPlugin } from './plugin.ts';
import type { SpanListener } from './plugin-call.ts';
import { createServices } from './service-container.ts';

/** What an assembly is folded from. */
export interface FoldInput extends Pick<
  Assembly,
  | 'number'
  | 'settings'
  | 'database'
  | 'clock'
  | 'log'
  | 'rates'
  | 'secret'
  | 'instances'
  | 'sharing'
> {
  readonly customFields: readonly CustomField[];
  readonly onSpan: SpanListener | undefined;
  readonly announce: (changes: readonly Change[]) => void;
  readonly sendJob: SendJob | undefined;
}

/**
 * Folds a new assembly from values; nothing runs and nothing is changed by it.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` naming the plugin and everything that is wrong with it.
 */
export function foldAssembly(input: FoldInput): Assembly {
  const installed = [...input.instances.values()].map((instance) => instance.installed);
  for (const plugin of installed) checkNames(plugin);
  const onSpan = input.onSpan ?? (() => {});
  const models = resolveModels(installed, input.customFields);
  const hooks = createHookBus(
    installed.flatMap(({ plugin }) => plugin.offers ?? []),
    each(installed, (plugin) => plugin.plugin.hooks),
    new Set<EntityId>(models.keys()),
    onSpan,
  );
  const contexts = new Map<string, Context>();
  const servicesByPlugin = new Map<string, Services>();
  const contextOf = (plugin: string): Context => assembly.context(plugin);
  const servicesOf = createServices(installed, contextOf, onSpan);
  const parts = {
    ...input,
    onSpan,
    models,
    hooks,
    permissions: installed.flatMap(({ plugin }) => plugin.permissions ?? []),
    grants: grantsByRole(installed),
    subscriptions: each(installed, (plugin) => plugin.plugin.events).map((one) => ({
      ...one,
      name: one.name ?? one.event,
    })),
    jobs: new Map(each(installed, (plugin) => plugin.plugin.jobs).map((job) => [job.name, job])),
    contributions: each(installed, (plugin) => plugin.plugin.ui?.contributions),
    locales: localesByLanguage(installed),
    services: (plugin: string) => memo(servicesByPlugin, plugin, () => servicesOf(plugin)),
    context: (plugin: string) => memo(contexts, plugin, () => createContext(assembly, plugin)),
  };
  const assembly: Assembly = { ...parts, routes: buildRoutes(parts) };
  return assembly;
}

/** Contributed names stand in the plugin's own space: nobody takes another's. */
function checkNames({ manifest, plugin }: InstalledPlugin): void {
  const faults = nameFaults({
    manifest,
    permissions: plugin.permissions ?? [],
    offers: plugin.offers ?? [],
    jobs: plugin.jobs ?? [],
    services: (plugin.services ?? []).map(({ token }) => token.name),
    contributions: plugin.ui?.contributions ?? [],
  });
  if (faults.length > 0)
    throw errors.pluginRejected({ id: manifest.id, reason: faults.join('; ') });
}

function each<T extends object>(
  installed: readonly InstalledPlugin[],
  select: (plugin: InstalledPlugin) => readonly T[] | undefined,
): (T & { readonly plugin: string })[] {
  return installed.flatMap((plugin) =>
    (select(plugin) ?? []).map((one) => ({ ...one, plugin: plugin.manifest.id })),
  );
}

function grantsByRole(installed: readonly InstalledPlugin[]): Map<string, Grant[]> {
  const grants = new Map<string, Grant[]>();
  for (const { plugin } of installed) {
    for (const [role, list] of Object.entries(plugin.grants ?? {})) {
      grants.set(role, [...(grants.get(role) ?? []), ...list]);
    }
  }
  return grants;
}

function localesByLanguage(installed: readonly InstalledPlugin[]): Assembly['locales'] {
  const locales: Record<string, Record<string, Readonly<Record<string, string>>>> = {};
  for (const { manifest, plugin } of installed) {
    for (const [locale, texts] of Object.entries(plugin.locales ?? {})) {
      (locales[locale] ??= {})[manifest.id] = texts;
    }
  }
  return locales;
}

function memo<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
