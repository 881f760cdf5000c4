import { compare, satisfies } from 'semver';
import { sourceOf } from '../catalog/entity-source.ts';
import { plannedDrops } from '../catalog/planned-drops.ts';
import { previewSchema, type SchemaPreview } from '../catalog/schema-preview.ts';
import type { EntitySource } from '../entities/resolve.ts';
import { coreVersion } from './core-version.ts';
import { describePlugin, type PluginDescription } from './description.ts';
import type { InstallPlan, PlannedNames } from './install-plan.ts';
import { acceptsVersion, type LifeState } from './life-state.ts';
import { nameFaults } from './name-faults.ts';
import type { InstalledPlugin, PluginManifest } from './plugin.ts';
import { reasonOf } from './plugin-step.ts';

export async function planInstall(
  state: LifeState,
  description: PluginDescription,
): Promise<InstallPlan> {
  const { manifest } = description;
  const old = state.installed.get(manifest.id);
  const before = old && descriptionOf(old);
  const faults = await planFaults(state, description);
  const schema = faults.length > 0 ? NOTHING : await previewOf(state, description);
  const drops = faults.length > 0 ? [] : await dropsOf(state, description);
  return {
    kind: before ? kindOf(before.manifest.version, manifest.version) : 'install',
    from: before?.manifest.version ?? null,
    to: manifest.version,
    ...schema,
    drops,
    added: namesWithout(description, before),
    removed: before ? namesWithout(before, description) : namesWithout(undefined, undefined),
    dependants: dependantsAt(state, manifest),
    faults,
  };
}

const NOTHING: SchemaPreview = { statements: [], indexes: [] };

/** Why a plugin cannot be installed, or take the place of its other version. */
export async function planFaults(
  state: LifeState,
  description: PluginDescription,
): Promise<readonly string[]> {
  const { manifest } = description;
  const faults = [
    ...engineFaults(manifest),
    ...requirementFaults(state, manifest),
    ...nameFaults(description),
  ];
  if (manifest.id === state.options.platform.manifest.id)
    faults.push(`the id ${manifest.id} is that of the platform`);
  if (faults.length > 0) return faults;
  try {
    await previewOf(state, description);
    return [];
  } catch (cause) {
    return [reasonOf(cause)];
  }
}

/** Enabled plugins whose range does not hold the version. */
export function brokenDependants(
  state: LifeState,
  manifest: PluginManifest,
): InstallPlan['dependants'] {
  return dependantsAt(state, manifest).filter(
    ({ id, isBroken }) => isBroken && state.rows.get(id)?.wanted === 'enabled',
  );
}

/** The plugins whose entities it may name, without itself: those that are served, and those that it requires. */
export function sourcesBeside(state: LifeState, manifest: PluginManifest): InstalledPlugin[] {
  const ids = new Set(state.leases?.current.instances.keys());
  const add = ({ requires }: PluginManifest): void => {
    for (const id of Object.keys(requires)) {
      const needed = state.installed.get(id);
      if (!needed || ids.has(id)) continue;
      ids.add(id);
      add(needed.manifest);
    }
  };
  add(manifest);
  ids.delete(manifest.id);
  return [...ids].flatMap((id) => state.installed.get(id) ?? []);
}

export function descriptionOf(plugin: InstalledPlugin): PluginDescription {
  return plugin.description ?? describePlugin(plugin.manifest, plugin.plugin);
}

function engineFaults({ engine }: PluginManifest): string[] {
  const version = coreVersion();
  return satisfies(version, engine, { includePrerelease: true })
    ? []
    : [`it works with Tessera ${engine}, and this is ${version}`];
}

function requirementFaults(state: LifeState, { id, requires }: PluginManifest): string[] {
  return Object.entries(requires).flatMap(([needed, range]) => {
    const version = state.installed.get(needed)?.manifest.version;
    if (needed === id) return [`it requires itself`];
    if (version === undefined) return [`it requires ${needed} ${range}, which is not installed`];
    return acceptsVersion(version, range)
      ? []
      : [`it requires ${needed} ${range}, and ${version} is installed`];
  });
}

async function previewOf(state: LifeState, description: PluginDescription): Promise<SchemaPreview> {
  const { database, customFields } = state.options;
  return previewSchema(database, sourcesWith(state, description), await customFields());
}

async function dropsOf(
  state: LifeState,
  description: PluginDescription,
): Promise<readonly string[]> {
  const { id } = description.manifest;
  const drops = await plannedDrops(state.options.database, id, sourcesWith(state, description));
  return drops.map(({ statement }) => statement);
}

function sourcesWith(state: LifeState, description: PluginDescription): readonly EntitySource[] {
  return [...sourcesBeside(state, description.manifest), sourceOf(description)];
}

function kindOf(from: string, to: string): InstallPlan['kind'] {
  const order = compare(to, from);
  return order === 0 ? 'same' : order > 0 ? 'upgrade' : 'downgrade';
}

function dependantsAt(
  state: LifeState,
  { id, version }: PluginManifest,
): InstallPlan['dependants'] {
  return [...state.installed.values()].flatMap(({ manifest }) => {
    const range = manifest.requires[id];
    if (range === undefined || manifest.id === id) return [];
    return [{ id: manifest.id, range, isBroken: !acceptsVersion(version, range) }];
  });
}

/** What one description names and the other does not. */
function namesWithout(
  description: PluginDescription | undefined,
  other: PluginDescription | undefined,
): PlannedNames {
  const names = namesOf(description);
  const known = namesOf(other);
  const fresh = (kind: keyof PlannedNames) =>
    names[kind].filter((name) => !known[kind].includes(name));
  return {
    permissions: fresh('permissions'),
    hooks: fresh('hooks'),
    events: fresh('events'),
    slots: fresh('slots'),
    hosts: fresh('hosts'),
    routes: fresh('routes'),
    jobs: fresh('jobs'),
  };
}

function namesOf(description: PluginDescription | undefined): PlannedNames {
  // By name as well: another card in a slot that it has used before is something new.
  const slots = description?.contributions.map(({ slot, id }) => `${slot} (${id})`) ?? [];
  return {
    permissions: description?.permissions.map(({ name }) => name) ?? [],
    hooks: description?.hooks ?? [],
    events: description?.events ?? [],
    slots,
    hosts: description?.manifest.hosts ?? [],
    routes: description?.routes.map(({ method, path }) => `${method} ${path}`) ?? [],
    jobs: description?.jobs.map(({ name }) => name) ?? [],
  };
}
