import type { Hono } from 'hono';
import type { EntityModels } from '../entities/model.ts';
import type { HookBus } from '../hooks/hook-bus.ts';
import type { Subscription } from '../hooks/hook.ts';
import type { Grant, PermissionDefinition } from '../permissions/policy.ts';
import type { Database } from '../records/database.ts';
import type { Change } from '../records/records.ts';
import type { RuleBook } from '../sharing/rule-book.ts';
import type { Contribution } from '../views/contribution.ts';
import type { Clock, Context, Logger, Services } from './context.ts';
import type { SendJob } from './job-sending.ts';
import type { InstalledPlugin, Job, PluginManifest } from './plugin.ts';
import type { SpanListener } from './plugin-call.ts';

/** One plugin version with one configuration, started once, shared by all assemblies that contain it. */
export interface Instance {
  readonly manifest: PluginManifest;
  readonly installed: InstalledPlugin;
  readonly config: Readonly<Record<string, unknown>>;
  /** Aborts 30 s after the instance has left the last assembly that is served. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** What the workspace is set to; a change makes a new assembly. */
export interface WorkspaceSettings {
  readonly name: string;
  /** ISO 4217 code of the base currency. */
  readonly currency: string;
  /** IANA zone of periods and schedules. */
  readonly timeZone: string;
  readonly locale: 'en' | 'zh-CN';
}

/** Where the record pipeline finds exchange rates. The host implements it. */
export interface ExchangeRates {
  /** The latest rate of `date` (`YYYY-MM-DD`) or before; a decimal string. Undefined when there is none. */
  find(
    from: string,
    to: string,
    date: string,
  ): Promise<{ readonly rate: string; readonly date: string } | undefined>;
  /** Digits after the point of a currency (ISO 4217); undefined when the code is unknown. */
  exponent(currency: string): number | undefined;
}

/** An immutable, fully wired snapshot of a workspace's enabled plugins. It is folded whole and never changed. */
export interface Assembly {
  readonly number: number;
  readonly settings: WorkspaceSettings;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly rates: ExchangeRates;
  /** Signs cursors; the same on every host of the workspace, never shown. */
  readonly secret: string;
  /** In the order of `requires`, ties by id. */
  readonly instances: ReadonlyMap<string, Instance>;
  readonly models: EntityModels;
  readonly hooks: HookBus;
  readonly permissions: readonly PermissionDefinition[];
  /** Grants that plugins give to roles, by the key of the role. */
  readonly grants: ReadonlyMap<string, readonly Grant[]>;
  readonly subscriptions: readonly (Subscription & {
    readonly plugin: string;
    readonly name: string;
  })[];
  readonly jobs: ReadonlyMap<string, Job & { readonly plugin: string }>;
  readonly contributions: readonly (Contribution & { readonly plugin: string })[];
  /** Texts by locale, plugin and key. */
  readonly locales: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
  >;
  /** All routes below `/api/<plugin>`: those of the entities and those of the plugins. */
  readonly routes: Hono;
  /** Is told of each call into the code of a plugin. */
  readonly onSpan: SpanListener;
  /** Adds a run of a job to the queue; undefined where nobody does jobs. */
  readonly sendJob: SendJob | undefined;
  /** The sharing rules that writes follow; undefined where there are none to follow. */
  readonly sharing?: RuleBook | undefined;
  /** Tells listeners of changes that have just been committed. The write pipeline calls it after commit. */
  announce(changes: readonly Change[]): void;
  services(plugin: string): Services;
  /** The context of a plugin for the running execution. */
  context(plugin: string): Context;
}
