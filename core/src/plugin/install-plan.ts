/** What installing a plugin, or going to another version of it, would do. Nothing has changed by it. */
export interface InstallPlan {
  readonly kind: 'install' | 'upgrade' | 'downgrade' | 'same';
  /** The version that is installed; null when none is. */
  readonly from: string | null;
  readonly to: string;
  /** SQL that runs at once, in one transaction. */
  readonly statements: readonly string[];
  /** SQL of indexes that are built beside the running system. */
  readonly indexes: readonly string[];
  /** SQL that `finalize` would run later, when every host has left the old version. */
  readonly drops: readonly string[];
  readonly added: PlannedNames;
  readonly removed: PlannedNames;
  /** Installed plugins that require it; one is broken when its range does not hold the new version. */
  readonly dependants: readonly {
    readonly id: string;
    readonly range: string;
    readonly isBroken: boolean;
  }[];
  /** Why it cannot be installed; none when it can. */
  readonly faults: readonly string[];
}

/** What a version has and the other has not, by kind. */
export interface PlannedNames {
  readonly permissions: readonly string[];
  readonly hooks: readonly string[];
  readonly events: readonly string[];
  readonly slots: readonly string[];
  readonly hosts: readonly string[];
  readonly routes: readonly string[];
  readonly jobs: readonly string[];
}
