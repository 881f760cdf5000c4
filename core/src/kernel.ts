import type { Pool } from 'pg';
import type { EntityId } from './entities/entity.ts';
import type { FieldDefinition } from './entities/field.ts';
import type { HookSpan } from './hooks/hook-bus.ts';
import type { Principal } from './permissions/policy.ts';
import type { Standing } from './permissions/principals.ts';
import type { Assembly, ExchangeRates, WorkspaceSettings } from './plugin/assembly.ts';
import type { Clock, Logger } from './plugin/context.ts';
import type { Source } from './plugin/execution.ts';
import type { InstalledPlugin, PluginManifest } from './plugin/plugin.ts';
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
  readonly onSpan?: ((span: HookSpan) => void) | undefined;
}

/** Where a plugin is in its life. `wanted` is what an administrator chose; `state` is what is. */
export interface PluginStatus {
  readonly manifest: PluginManifest;
  readonly wanted: 'enabled' | 'disabled';
  readonly state:
    | 'active'
    | 'disabled'
    | 'starting'
    | 'draining'
    | 'blocked'
    | 'failed'
    | 'rejected';
  /** Why it is blocked, failed or rejected. */
  readonly reason?: string;
  /** The step it failed at. */
  readonly step?: string;
  /** Ids of enabled plugins that require it. */
  readonly neededBy: readonly string[];
}

export interface Lease {
  readonly principal: Principal;
  readonly source: Source;
  /** Made up when not given. */
  readonly requestId?: string | undefined;
  readonly address?: string | undefined;
  readonly signal?: AbortSignal | undefined;
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
  /** Enables, with cascade what it requires too; answers when the swap is done. Enabling what is enabled does nothing. */
  enable(id: string, options?: { readonly cascade?: boolean }): Promise<PluginStatus>;
  /** Disables, with cascade what requires it too. Data stays as it is. */
  disable(id: string, options?: { readonly cascade?: boolean }): Promise<PluginStatus>;
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
