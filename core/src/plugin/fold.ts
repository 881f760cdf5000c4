import type { CustomField } from '../entities/custom-fields.ts';
import type { EntityId } from '../entities/entity.ts';
import { resolveModels } from '../entities/resolve.ts';
import { errors } from '../errors.ts';
import type { HookSpan } from '../hooks/hook-bus.ts';
import { createHookBus } from '../hooks/registry.ts';
import type { Grant } from '../permissions/policy.ts';
import type { Change } from '../records/records.ts';
import { buildRoutes } from '../routes/app.ts';
import type { Assembly } from './assembly.ts';
import type { Context, Services } from './context.ts';
import { createContext } from './plugin-context.ts';
import type { InstalledPlugin } from './plugin.ts';
import { createServices } from './service-container.ts';

/** What an assembly is folded from. */
export interface FoldInput extends Pick<
  Assembly,
  'number' | 'settings' | 'database' | 'clock' | 'log' | 'rates' | 'secret' | 'instances'
> {
  readonly customFields: readonly CustomField[];
  readonly onSpan: ((span: HookSpan) => void) | undefined;
  readonly announce: (changes: readonly Change[]) => void;
}

/**
 * Folds a new assembly from values; nothing runs and nothing is changed by it.
 * @throws TesseraError `CORE_PLUGIN_REJECTED` naming the plugin and everything that is wrong with it.
 */
export function foldAssembly(input: FoldInput): Assembly {
  const installed = [...input.instances.values()].map((instance) => instance.installed);
  for (const plugin of installed) checkNames(plugin);
  const models = resolveModels(installed, input.customFields);
  const hooks = createHookBus(
    installed.flatMap(({ plugin }) => plugin.offers ?? []),
    each(installed, (plugin) => plugin.plugin.hooks),
    new Set<EntityId>(models.keys()),
    input.onSpan,
  );
  const contexts = new Map<string, Context>();
  const servicesByPlugin = new Map<string, Services>();
  const contextOf = (plugin: string): Context => assembly.context(plugin);
  const servicesOf = createServices(installed, contextOf);
  const parts = {
    ...input,
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
  const prefix = `${manifest.id}.`;
  const named = [
    ...(plugin.permissions ?? []).map((permission) => ['permission', permission.name]),
    ...(plugin.offers ?? []).map((hook) => ['hook', hook.name]),
    ...(plugin.jobs ?? []).map((job) => ['job', job.name]),
    ...(plugin.services ?? []).map((provider) => ['service', provider.token.name]),
  ] as const;
  const faults = named
    .filter(([, name]) => !name?.startsWith(prefix))
    .map(([what, name]) => `the ${what} ${name} must begin with ${prefix}`);
  for (const contribution of plugin.ui?.contributions ?? []) {
    if (contribution.element && !contribution.element.startsWith(`${manifest.id}-`)) {
      faults.push(`the element ${contribution.element} must begin with ${manifest.id}-`);
    }
  }
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
