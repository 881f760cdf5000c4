import type { PluginStatus } from '@tessera/core';
import type { RejectedPlugin } from './find.ts';
import type { PluginHealthFacts } from './health.ts';
import type { StoredPackage } from './packages.ts';

/** What only those see who may manage plugins. */
export interface ManagedFacts {
  readonly health: PluginHealthFacts;
  /** Packages of other versions that are kept, the newest first. */
  readonly staged: readonly StoredPackage[];
}

/** A plugin as it is answered. */
export function showPlugin(status: PluginStatus, facts?: ManagedFacts): object {
  const { manifest, wanted, state, running, origin, revision, crashes, reason, step } = status;
  const { id, name, version, label, description, requires, optional } = manifest;
  const failure = status.lastFailure;
  return {
    id,
    name,
    version,
    ...(running === undefined ? {} : { running }),
    label,
    ...(description ? { description } : {}),
    wanted,
    state,
    ...(reason ? { error: reason } : {}),
    ...(step ? { step } : {}),
    origin,
    ...(status.digest === undefined ? {} : { digest: status.digest }),
    revision,
    crashes,
    requires,
    optional,
    neededBy: status.neededBy,
    ...(failure && facts ? { lastFailure: showFailure(failure) } : {}),
    ...(facts ? { health: facts.health, staged: facts.staged.map(showStaged) } : {}),
  };
}

/** A plugin of the application that could not even be loaded. */
export function showRejected({ id, reason }: RejectedPlugin): object {
  return {
    id,
    version: null,
    label: { en: id, 'zh-CN': id },
    wanted: 'disabled',
    state: 'rejected',
    error: reason,
    step: 'import',
    origin: 'application',
    requires: {},
    optional: {},
    neededBy: [],
  };
}

/** A plugin as those see it who do not manage plugins: what went wrong names files, addresses and what else a plugin says. */
export function withoutReason(plugin: object): object {
  const { error: _error, step: _step, ...shown } = plugin as Readonly<Record<string, unknown>>;
  return shown;
}

/** A package as it is answered. */
export function showPackage(stored: StoredPackage, status: PluginStatus | undefined): object {
  const { digest, plugin, version, description, size, addedAt, addedBy } = stored;
  const isInstalled = status?.digest === digest && status.state !== 'removed';
  return { digest, id: plugin, version, description, size, addedAt, addedBy, isInstalled };
}

function showFailure({
  version,
  step,
  reason,
  at,
}: NonNullable<PluginStatus['lastFailure']>): object {
  return { version, step, error: reason, at };
}

function showStaged({ digest, version, addedAt }: StoredPackage): object {
  return { digest, version, addedAt };
}
