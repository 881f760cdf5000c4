import type { Pool } from 'pg';
import type { EntityId } from './entities/entity.ts';
import type { FieldDefinition } from './entities/field.ts';
import type { Principal } from './permissions/policy.ts';
import type { Standing } from './permissions/principals.ts';
import type { Assembly, ExchangeRates, WorkspaceSettings } from './plugin/assembly.ts';
import type { Clock, Logger } from './plugin/context.ts';
import type { Cause, PendingStanding, Source } from './plugin/execution.ts';
import type { SendJob } from './plugin/job-sending.ts';
import type { SpanListener } from './plugin/plugin-call.ts';
import type { PurgePlan } from './catalog/purge.ts';
import type { UsingDefinition } from './catalog/uses.ts';
import type { PluginDescription } from './plugin/description.ts';
import type { HostReport } from './plugin/host-store.ts';
import type { InstallPlan } from './plugin/install-plan.ts';
import type { PluginStep } from './plugin/plugin-history.ts';
import type { InstalledPlugin, PluginManifest, PluginOrigin } from './plugin/plugin.ts';
import type { Database } from './records/database.ts';
import type { Change } from './records/records.ts';

/** What a kernel is made from. */
export interface KernelOptions {
  /** Connections of the workspace's database; the kernel does not end it. */
  readonly pool: Pool;
  /** Connections past a transaction pooler, to listen to other hosts; `pool` when not given. The kernel does not end it. */
  readonly listen?: Pool | undefined;
  /** The plugin `tessera`: users, teams, roles and what else the host brings. It is always enabled. */
  readonly platform: InstalledPlugin;
  /** Every plugin that was found, enabled or not. */
  readonly plugins: readonly InstalledPlugin[];
  /** Ids to enable when the workspace is new; all when not given. */
  readonly enableAtFirst?: readonly string[] | undefined;
  readonly settings: WorkspaceSettings;
  /** Reads the settings anew when another host has changed something; they stay as they are when not given. */
  readonly readSettings?: (() => Promise<WorkspaceSettings>) | undefined;
  readonly secret: string;
  readonly rates: ExchangeRates;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
  /** Is told of each call into the code of a plugin. */
  readonly onSpan?: SpanListener | undefined;
  /** Adds a run of a job of a plugin to the host's queue; plugins cannot send jobs when not given. */
  readonly sendJob?: SendJob | undefined;
  /** Folds the platform alone, whatever is wanted; switching plugins then only changes what is wanted. */
  readonly safeMode?: boolean | undefined;
  /** Names this host in the history, the same after a restart; the machine's name when not given. */
  readonly hostName?: string | undefined;
  /** The settings of a plugin, read each time an instance of it is made; `InstalledPlugin.settings` when not given. */
  readonly pluginSettings?:
    | ((id: string) => Promise<Readonly<Record<string, unknown>>>)
    | undefined;
  /** Loads a package that was installed before this host started, or by another host. */
  readonly load?: ((stored: StoredPlugin) => Promise<InstalledPlugin>) | undefined;
}

/** A package that the workspace has and this host has not loaded. */
export interface StoredPlugin {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
}

/** Who asked for a change; the system when there is no user. */
export interface Actor {
  readonly userId: string | null;
  readonly name: string;
}

/** How a change is asked for. */
export interface VerbOptions {
  /** Written to the history; the system when not given. */
  readonly by?: Actor | undefined;
}

/** How a plugin is switched on. */
export interface EnableOptions extends VerbOptions {
  /** Enables what it requires too. */
  readonly cascade?: boolean | undefined;
  /** Whether it hears what happened while it was off; `catch-up` when not given. */
  readonly events?: 'catch-up' | 'skip' | undefined;
}

/** How a plugin is switched off. */
export interface DisableOptions extends VerbOptions {
  /** Disables what requires it too. */
  readonly cascade?: boolean | undefined;
}

/** What switching off, removing or purging a plugin touches besides it. */
export interface PluginImpact {
  /** Ids of enabled plugins that require it, in the order in which they would be disabled. */
  readonly plugins: readonly string[];
  /** Views, roles, automations and the like that name what it brings. */
  readonly definitions: readonly UsingDefinition[];
}

/** What a plugin is at this moment. */
export type PluginState =
  | 'staged'
  | 'disabled'
  | 'starting'
  | 'active'
  | 'draining'
  | 'blocked'
  | 'failed'
  | 'rejected'
  | 'quarantined'
  | 'removed';

/** Where a plugin is in its life. `wanted` is what an administrator chose; `state` is what is. */
export interface PluginStatus {
  readonly manifest: PluginManifest;
  readonly wanted: 'enabled' | 'disabled';
  readonly state: PluginState;
  /** The version that is served; absent while none is. */
  readonly running?: string;
  readonly origin: PluginOrigin;
  /** sha512 of its package; absent for plugins of the application. */
  readonly digest?: string;
  /** Counts its versions and settings: instances of another revision are replaced. */
  readonly revision: number;
  /** Boots in a row that ended while it was loaded or started. */
  readonly crashes: number;
  /** Why it is not active, where there is a reason. */
  readonly reason?: string;
  /** The step it failed at. */
  readonly step?: string;
  /** The last upgrade, change of settings or start that failed; absent once one has worked. */
  readonly lastFailure?: PluginFailure;
  /** Ids of enabled plugins that require it. */
  readonly neededBy: readonly string[];
}

/** A step in the life of a plugin that went wrong. */
export interface PluginFailure {
  /** The version that failed; another may be serving. */
  readonly version: string;
  readonly step: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Lease {
  readonly principal: Principal;
  readonly source: Source;
  /** Made up when not given. */
  readonly requestId?: string | undefined;
  readonly address?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Why, in the words of whoever does it; the audit keeps it. */
  readonly reason?: string | undefined;
  /** What is done on behalf of. */
  readonly cause?: Cause | undefined;
  /** What is still to be asked of a caller who was presumed; whoever gives it sees to it that no answer leaves before it is settled. */
  readonly standing?: PendingStanding | undefined;
}

/** The core of one workspace: the running assembly, and what changes it. */
export interface Kernel {
  readonly database: Database;
  /** The assembly that is served now. */
  readonly assembly: Assembly;
  /** Ids that are being switched at this moment: their routes answer 503. */
  readonly switching: ReadonlySet<string>;
  /** Runs the work under one lease: hooks, schema and routes are one assembly's until it ends. */
  run<T>(lease: Lease, work: (assembly: Assembly) => Promise<T>): Promise<T>;
  plugins(): readonly PluginStatus[];
  /** Whether only the platform is folded. */
  readonly safeMode: boolean;
  /** Enables, with cascade what it requires too; answers when the swap is done. Enabling what is enabled does nothing. */
  enable(id: string, options?: EnableOptions): Promise<PluginStatus>;
  /** Disables, with cascade what requires it too. Data stays as it is. */
  disable(id: string, options?: DisableOptions): Promise<PluginStatus>;
  /**
   * Adds a plugin while the host runs: its tables are made, and it can be enabled. The same digest again does nothing; another version of
   * what is installed is an upgrade.
   * @throws TesseraError `CORE_PLUGIN_REJECTED` naming everything that is wrong with it.
   */
  install(plugin: InstalledPlugin, options?: VerbOptions): Promise<PluginStatus>;
  /** What installing, or upgrading to it, would do. Changes nothing. */
  planInstall(description: PluginDescription): Promise<InstallPlan>;
  /**
   * Goes to another version beside the running one, which serves until the new one does, and goes on when the new one fails.
   * @throws TesseraError `CORE_PLUGIN_FAILED`, `CORE_PLUGIN_BREAKS` naming dependants that do not accept the version.
   */
  upgrade(plugin: InstalledPlugin, options?: VerbOptions): Promise<PluginStatus>;
  /** Makes a new instance with the settings of now beside the running one; like an upgrade. */
  reconfigure(id: string, options?: VerbOptions): Promise<PluginStatus>;
  /** The SQL that `finalize` would run. */
  planFinalize(id: string): Promise<{ readonly statements: readonly string[] }>;
  /**
   * Drops tables and columns that the running version no longer declares.
   * @throws TesseraError `CORE_PLUGIN_STILL_SERVED` while a host serves an assembly from before.
   */
  finalize(id: string, options?: VerbOptions): Promise<{ readonly statements: readonly string[] }>;
  /** Takes the code of a disabled plugin away; its data stays, and a later install finds it. */
  remove(id: string, options?: VerbOptions): Promise<void>;
  /** What `purge` would delete. */
  planPurge(id: string): Promise<PurgePlan>;
  /** Deletes all data of a plugin that is disabled or removed. */
  purge(id: string, options?: VerbOptions): Promise<void>;
  /** Lifts quarantine or failure: it is disabled, and can be enabled again. */
  release(id: string, options?: VerbOptions): Promise<PluginStatus>;
  impact(id: string, verb: 'disable' | 'remove' | 'purge'): Promise<PluginImpact>;
  /** Steps in the life of a plugin, the latest first. */
  history(
    id: string,
    options?: { readonly limit?: number | undefined; readonly before?: number | undefined },
  ): Promise<readonly PluginStep[]>;
  /** The hosts that serve the workspace now. */
  hosts(): Promise<readonly HostReport[]>;
  /** Adds a custom field `x_<name>` to an entity and folds a new assembly. */
  addField(entity: EntityId, name: string, definition: FieldDefinition): Promise<void>;
  /** Hides a custom field; its column and data stay. */
  removeField(entity: EntityId, name: string): Promise<void>;
  /** Folds anew with other workspace settings, and tells other hosts to read them. */
  applySettings(settings: WorkspaceSettings): Promise<void>;
  /** The principal of a user, as of now or of the standing just read; undefined when there is none that may act. */
  principal(
    userId: string,
    kind?: Principal['kind'],
    standing?: Standing,
  ): Promise<Principal | undefined>;
  /** The system: without limits; the reason is logged and audited. */
  system(reason: string): Principal;
  /** Delivers every event that is due; for tests and before a stop. */
  deliverEvents(): Promise<void>;
  /** Called with each new assembly. Answers a function that ends it. */
  onAssembly(listener: (assembly: Assembly) => void): () => void;
  /** Called with changes after their commit, also those of other hosts (then only entity, id and action are sure). */
  onChange(listener: (changes: readonly Change[]) => void): () => void;
  /** Stops delivering events, then stops every instance. */
  stop(): Promise<void>;
}
