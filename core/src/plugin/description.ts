import { isDeepStrictEqual } from 'node:util';
import { type Entity, type EntityId, fieldDefinitions } from '../entities/entity.ts';
import type { FieldDefinition } from '../entities/field.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { HookKind } from '../hooks/hook-types.ts';
import type { Grant } from '../permissions/policy.ts';
import type { JsonSchema } from '../routes/route.ts';
import type { Contribution } from '../views/contribution.ts';
import type { Plugin, PluginManifest } from './plugin.ts';

/**
 * What a plugin contributes, as plain data: enough to list it, check it, plan its installation and ask for consent without running its
 * code. `tessera pack` writes it into the package; what is loaded must match it.
 */
export interface PluginDescription {
  /** Of this shape. */
  readonly format: 1;
  readonly manifest: PluginManifest;
  /** Entities with the plain definitions of their fields. */
  readonly entities: readonly (Readonly<Record<string, unknown>> & {
    readonly id: EntityId;
    readonly fields: Readonly<Record<string, FieldDefinition>>;
  })[];
  /** Extension fields by entity and name. */
  readonly extends: Readonly<Record<string, Readonly<Record<string, FieldDefinition>>>>;
  readonly permissions: readonly {
    readonly name: string;
    readonly label: LocalizedText;
    readonly roles: readonly string[];
  }[];
  /** Grants that it gives to roles, by the key of the role. */
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  /** Hooks that it offers to others. */
  readonly offers: readonly { readonly name: string; readonly kind: HookKind }[];
  /** Names of hooks that it taps. */
  readonly hooks: readonly string[];
  /** Names of events that it waits for. */
  readonly events: readonly string[];
  /** Names of the services that it gives. */
  readonly services: readonly string[];
  readonly routes: readonly {
    readonly method: string;
    readonly path: string;
    readonly permission: string;
  }[];
  readonly jobs: readonly { readonly name: string; readonly schedule?: string }[];
  /** Names of what is started and stopped with it. */
  readonly resources: readonly string[];
  readonly contributions: readonly Contribution[];
  /** Languages that it has texts for. */
  readonly locales: readonly string[];
  /** Schema of its settings. */
  readonly config?: JsonSchema;
}

/** Describes a plugin. It calls nothing of it: the value alone says all. */
export function describePlugin(manifest: PluginManifest, plugin: Plugin): PluginDescription {
  const entities: readonly Entity[] = plugin.entities ?? [];
  const description: PluginDescription = {
    format: 1,
    manifest,
    entities: entities.map((entity) => ({ ...entity, fields: fieldDefinitions(entity.fields) })),
    extends: Object.fromEntries(
      Object.entries(plugin.extends ?? {}).map(([entity, fields]) => [
        entity,
        fieldDefinitions(fields),
      ]),
    ),
    permissions: (plugin.permissions ?? []).map(({ name, label, roles }) => ({
      name,
      label,
      roles: roles ?? [],
    })),
    grants: plugin.grants ?? {},
    offers: (plugin.offers ?? []).map(({ name, kind }) => ({ name, kind })),
    hooks: unique((plugin.hooks ?? []).map(({ hook }) => hook)),
    events: unique((plugin.events ?? []).map(({ event }) => event)),
    services: (plugin.services ?? []).map(({ token }) => token.name),
    routes: (plugin.routes ?? []).map(({ method, path, permission }) => ({
      method,
      path,
      permission,
    })),
    jobs: (plugin.jobs ?? []).map(({ name, schedule }) => ({
      name,
      ...(schedule === undefined ? {} : { schedule }),
    })),
    resources: (plugin.resources ?? []).map(({ name }) => name),
    contributions: plugin.ui?.contributions ?? [],
    locales: Object.keys(plugin.locales ?? {}).toSorted(),
    ...(plugin.config ? { config: plugin.config } : {}),
  };
  return plain(description);
}

/** Names of the parts in which two descriptions differ; none when the code is what the package says. */
export function descriptionDifferences(
  said: PluginDescription,
  found: PluginDescription,
): readonly string[] {
  const names = unique([
    ...Object.keys(said),
    ...Object.keys(found),
  ]) as (keyof PluginDescription)[];
  return names.filter((name) => !isDeepStrictEqual(plain(said[name]), plain(found[name])));
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

/** As it is after a way through a file. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
