import type { Entity, EntityId } from '../entities/entity.ts';
import type { FieldBuilder, Json } from '../entities/field.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { HookDefinition, Subscription, Tap } from '../hooks/hook.ts';
import type { Grant, PermissionDefinition } from '../permissions/policy.ts';
import type { JsonSchema, Route } from '../routes/route.ts';
import type { PluginUi } from '../views/contribution.ts';
import type { Context } from './context.ts';
import type { SampleSet } from './samples.ts';
import type { Provider } from './service.ts';

/** Something that must be started and stopped with the plugin: a connection, a server, a watcher. 10 s for each. */
export interface Resource {
  /** Names it in logs; once in a plugin. */
  readonly name: string;
  /** Called once, when the plugin is enabled; at most 10 s. */
  start(ctx: Context): Promise<unknown>;
  /** Called once with what `start` answered; at most 10 s. */
  stop(started: unknown): Promise<void>;
}

/** Work in the background. */
export interface Job {
  /** `plugin.subject.verb`. */
  readonly name: string;
  /** Cron expression in the workspace's time zone, when it repeats. */
  readonly schedule?: string;
  /** Runs under one lease; at most 1,000 rows a run. */
  run(ctx: Context, data: Json): Promise<void>;
}

/** Declares a job. */
export function defineJob(job: Job): Job {
  return job;
}

/** What a plugin contributes. Nothing here has an effect until the plugin is enabled. */
export interface Plugin {
  /** Schema of its settings; a property marked `"secret": true` is kept encrypted and shown masked. */
  readonly config?: JsonSchema;
  /** Record types of its own, named `<plugin>.<noun>`. */
  readonly entities?: readonly Entity<any, any>[];
  /** Fields added to entities of other plugins; each is a real column `<plugin>_<field>`. */
  readonly extends?: Readonly<
    Record<EntityId, Readonly<Record<string, FieldBuilder<any, boolean>>>>
  >;
  /** Verbs that roles can grant, named `<plugin>.<noun>.<verb>`. */
  readonly permissions?: readonly PermissionDefinition[];
  /** Grants that roles get from this plugin, by the key of the role (`*`: every role that no plugin names); they hold while it is enabled. */
  readonly grants?: Readonly<Record<string, readonly Grant[]>>;
  /** What it gives to other plugins. */
  readonly services?: readonly Provider<any>[];
  /** What is started and stopped with it, in this order. */
  readonly resources?: readonly Resource[];
  /** Hooks that it offers to others. */
  readonly offers?: readonly HookDefinition[];
  /** Taps on hooks. */
  readonly hooks?: readonly Tap[];
  /** What it does after something has happened. */
  readonly events?: readonly Subscription[];
  /** Answered below `/api/<plugin>`. */
  readonly routes?: readonly Route[];
  /** Work that is done later or by the clock. */
  readonly jobs?: readonly Job[];
  /** Records that must be there once it is enabled the first time, by entity; matched by the unique field named first. */
  readonly seeds?: readonly Seed[];
  /** Example records, made when an administrator asks for them. */
  readonly samples?: SampleSet;
  /** What it shows in the browser. */
  readonly ui?: PluginUi;
  /**
   * Texts for its UI: `{ en: { "accounts.empty": "…" }, "zh-CN": { … } }`. A text under `seed.…` translates the title of a record that
   * the plugin brings, as long as the title is still the English one.
   */
  readonly locales?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Rows that a plugin brings, made once if no record has the same key. A value `{ $ref: { entity, field, value } }` is looked up. */
export interface Seed {
  /** Entity of the rows. */
  readonly entity: EntityId;
  /** Unique field, or fields, that recognise a row. */
  readonly key: readonly string[];
  /** Values of each record, as for `create`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Identity of a plugin, from its `package.json`. */
export interface PluginManifest {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Range of core versions it works with. */
  readonly engine: string;
  /** Plugin ids with version ranges. */
  readonly requires: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
  readonly label: LocalizedText;
  readonly description?: LocalizedText;
  /** Hosts outside that it speaks to, for example `api.example.com`; shown before it is installed. */
  readonly hosts?: readonly string[];
}

/** A plugin that was found: its identity, its value, and where its files lie. */
export interface InstalledPlugin {
  readonly manifest: PluginManifest;
  readonly plugin: Plugin;
  /** Folder of the package; undefined for plugins made in a test. */
  readonly folder?: string;
  /** Settings, valid against `config`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Declares a plugin; it has no effect. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
