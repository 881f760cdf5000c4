import type { Entity, EntityId } from '../entities/entity.ts';
import type { FieldBuilder, Json } from '../entities/field.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { HookDefinition, Subscription, Tap } from '../hooks/hook.ts';
import type { Grant, PermissionDefinition } from '../permissions/policy.ts';
import type { JsonSchema, Route } from '../routes/route.ts';
import type { PluginUi } from '../views/contribution.ts';
import type { Context } from './context.ts';
import type { PluginDescription } from './description.ts';
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
  /** Milliseconds until a run counts as failed; 600,000 when not given. */
  readonly timeoutMs?: number;
  /** Runs under one lease; at most 1,000 rows a run. */
  run(ctx: Context, data: Json): Promise<void>;
}

/**
 * Declares a job; `plugin.jobs` takes it. It acts as the system and is done at least once: a run that was broken off begins again, so that it must
 * not matter how far it had come.
 *
 * @example
 * ```ts
 * import { defineJob } from '@tessera/sdk';
 *
 * export const remind = defineJob({
 *   name: 'harbour.fee.remind',
 *   schedule: '0 7 * * 1-5',
 *   run: async (ctx) => {
 *     const { records } = await ctx.records('tessera.user').query({ filter: { status: 'active' }, limit: 1000 });
 *     ctx.log.info('reminded', { count: records.length });
 *   },
 * });
 * ```
 */
export function defineJob(job: Job): Job {
  return job;
}

/**
 * What a plugin contributes. Nothing here has an effect until the plugin is enabled.
 *
 * @example
 * ```ts
 * import { defineEntity, defineRoute, text, type Plugin } from '@tessera/sdk';
 *
 * const Note = defineEntity('memo.note', {
 *   label: { en: 'Note', 'zh-CN': '便签' },
 *   plural: { en: 'Notes', 'zh-CN': '便签' },
 *   path: 'notes',
 *   title: 'subject',
 *   fields: { subject: text().required().searchable() },
 * });
 *
 * export const memo: Plugin = {
 *   entities: [Note],
 *   grants: { 'sales-rep': [{ entity: 'memo.note', actions: { create: 'own', read: 'own', update: 'own' } }] },
 *   routes: [
 *     defineRoute({
 *       method: 'GET',
 *       path: '/count',
 *       summary: { en: 'How many notes I may read', 'zh-CN': '我可查看的便签数' },
 *       permission: 'signedIn',
 *       handler: async (ctx) => ({ count: await ctx.records(Note).count() }),
 *     }),
 *   ],
 *   ui: { contributions: [{ slot: 'app.nav', id: 'notes', entity: 'memo.note' }] },
 * };
 * ```
 */
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
  /**
   * Called once each time that the plugin is enabled after it was off, when its resources have started and nobody is served by it yet:
   * brings its rows up to date with what happened meanwhile to records of others. `since` is when it went off, ISO 8601. It may be called
   * again for the same span after a host was killed; an error leaves the plugin off.
   */
  readonly reconcile?: (ctx: Context, off: { readonly since: string }) => Promise<void>;
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
  /** Settings, valid against `config`; the host's `pluginSettings` answers instead where it is given. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** sha512 of the package's bytes, base64url; absent for plugins of the application. */
  readonly digest?: string;
  /** Which way it came in; `application` when not given. */
  readonly origin?: PluginOrigin;
  /** What its package says of it; made from the value when not given. */
  readonly description?: PluginDescription;
  /** Folder whose `plugin.js` browsers load. */
  readonly uiFolder?: string;
}

/** A dependency of the host application, a folder in development, or a package that was uploaded. */
export type PluginOrigin = 'application' | 'folder' | 'package';

/**
 * Declares a plugin; it has no effect. The module of a plugin exports one; its `package.json` says its id and what it requires.
 *
 * @example
 * ```ts
 * import { definePlugin, type Plugin } from '@tessera/sdk';
 *
 * export const hello: Plugin = definePlugin({
 *   locales: { en: { greeting: 'Hello' }, 'zh-CN': { greeting: '你好' } },
 * });
 * ```
 */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
