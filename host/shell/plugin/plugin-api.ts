import type { Contribution, LocalizedText, PluginDescription } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';
import type { HealthFacts } from './plugin-health.ts';

export type PluginState =
  | 'staged'
  | 'active'
  | 'disabled'
  | 'starting'
  | 'draining'
  | 'blocked'
  | 'failed'
  | 'rejected'
  | 'quarantined'
  | 'removed';

/** A plugin as `GET /api/plugins` lists it. */
export interface PluginRow {
  readonly id: string;
  readonly version: string | null;
  readonly label: LocalizedText;
  readonly description?: LocalizedText;
  readonly wanted: 'enabled' | 'disabled';
  readonly state: PluginState;
  /** Why it is blocked, failed, rejected or quarantined. */
  readonly error?: string;
  readonly step?: string;
  readonly origin?: 'application' | 'folder' | 'package';
  readonly requires: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
  readonly neededBy: readonly string[];
  /** The last upgrade that failed while this version went on. */
  readonly lastFailure?: Failure;
  /** Only for those who may switch plugins. */
  readonly health?: HealthFacts;
  /** Packages of other versions that are kept; likewise. */
  readonly staged?: readonly { readonly digest: string; readonly version: string }[];
}

export interface Failure {
  readonly version?: string;
  readonly step: string;
  readonly at: string;
  readonly error: string;
}

/** `GET /api/plugins/:id`. */
export interface PluginDetails extends PluginRow {
  /** What it contributes; null when its code is gone. */
  readonly contributes: PluginDescription | null;
}

export interface Differences {
  readonly permissions: readonly string[];
  readonly hooks: readonly string[];
  readonly events: readonly string[];
  readonly slots: readonly string[];
  readonly hosts: readonly string[];
  readonly routes: readonly string[];
  readonly jobs: readonly string[];
}

/** What installing a package, or upgrading to it, would do. */
export interface InstallPlan {
  readonly kind: 'install' | 'upgrade' | 'downgrade' | 'same';
  readonly from: string | null;
  readonly to: string;
  readonly statements: readonly string[];
  readonly indexes: readonly string[];
  readonly drops: readonly string[];
  readonly added: Differences;
  readonly removed: Differences;
  readonly dependants: readonly {
    readonly id: string;
    readonly range: string;
    readonly isBroken: boolean;
  }[];
  readonly faults: readonly string[];
}

/** A package that was uploaded. */
export interface PackageRow {
  readonly digest: string;
  readonly id: string;
  readonly version: string;
  readonly description: PluginDescription;
  readonly size?: number;
  readonly addedAt?: string;
  readonly isInstalled?: boolean;
}

export interface PackageDetails extends PackageRow {
  readonly plan: InstallPlan;
  readonly faults: readonly string[];
}

/** Definitions that sleep while a plugin is off. */
export interface UsingDefinition {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly names: readonly string[];
}

export interface Impact {
  readonly plugins: readonly string[];
  readonly definitions: readonly UsingDefinition[];
}

export interface PurgePlan {
  readonly rows: readonly { readonly entity: string; readonly count: number }[];
  readonly columns: readonly {
    readonly entity: string;
    readonly field: string;
    readonly count: number;
  }[];
  readonly references: readonly {
    readonly plugin: string;
    readonly entity: string;
    readonly field: string;
  }[];
  readonly others: readonly { readonly what: string; readonly count: number }[];
}

export interface PluginStep {
  readonly step: string;
  readonly version: string;
  readonly at: string;
  readonly milliseconds: number;
  readonly by: { readonly userId: string | null; readonly name: string } | null;
  readonly host?: string | null;
  readonly error?: string | null;
}

export interface AssemblyFacts {
  readonly number: number;
  readonly safeMode: boolean;
  readonly hosts: readonly {
    readonly host: string;
    readonly assembly: number;
    readonly isReady: boolean;
  }[];
}

const GZIP = 'application/gzip';

/** Speaks with the routes below `/api/plugins`. */
export class PluginApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  list(): Promise<readonly PluginRow[]> {
    return this.#api.get('/api/plugins');
  }
  details(id: string): Promise<PluginDetails> {
    return this.#api.get(`/api/plugins/${id}`);
  }
  history(id: string): Promise<readonly PluginStep[]> {
    return this.#api.get(`/api/plugins/${id}/history`);
  }
  impact(id: string, verb: 'disable' | 'remove' | 'purge'): Promise<Impact> {
    return this.#api.get(`/api/plugins/${id}/impact`, { query: { verb } });
  }
  /** A verb without a body of its own: enable, disable, finalize, remove, release. */
  perform(id: string, verb: string, body: object = {}): Promise<unknown> {
    return this.#api.post(`/api/plugins/${id}/${verb}`, body);
  }
  purgePlan(id: string): Promise<PurgePlan> {
    return this.#api.get(`/api/plugins/${id}/purge`);
  }
  purge(id: string, confirm: string): Promise<{ readonly export: string }> {
    return this.#api.post(`/api/plugins/${id}/purge`, { confirm });
  }
  finalizePlan(id: string): Promise<{ readonly statements: readonly string[] }> {
    return this.#api.get(`/api/plugins/${id}/finalize`);
  }
  packages(): Promise<readonly PackageRow[]> {
    return this.#api.get('/api/plugins/packages');
  }
  package(digest: string): Promise<PackageDetails> {
    return this.#api.get(`/api/plugins/packages/${digest}`);
  }
  upload(file: Blob, signal: AbortSignal): Promise<PackageRow> {
    const body = new Blob([file], { type: GZIP });
    return this.#api.post('/api/plugins/packages', body, { signal });
  }
  install(digest: string): Promise<PluginRow> {
    return this.#api.post(`/api/plugins/packages/${digest}/install`, { consent: true });
  }
  forget(digest: string): Promise<unknown> {
    return this.#api.delete(`/api/plugins/packages/${digest}`);
  }
  assembly(): Promise<AssemblyFacts> {
    return this.#api.get('/api/assembly');
  }
}

/** Slots that contributions go to, each once. */
export function slotsOf(contributions: readonly Contribution[]): readonly string[] {
  return [...new Set(contributions.map(({ slot }) => slot))].toSorted();
}
