import type { InstalledPlugin, PluginDescription } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Browser } from 'playwright-core';

/** A plugin as it is shipped: its tarball, and the same unpacked. */
export interface PackedPlugin {
  /** The tarball. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Folder with what the tarball holds. */
  readonly folder: string;
  readonly description: PluginDescription;
}

/** What hosts of checks are made from. */
export interface CheckHostOptions {
  /** Plugins in the order in which the host finds them; those of the world when not given. */
  readonly plugins?: readonly InstalledPlugin[];
  /** Ids to enable; all when not given. */
  readonly enable?: readonly string[];
}

/** What checks work with; made once for all of them. The browser and folders go when it is closed. */
export interface CheckWorld {
  /** The plugin that is checked, as it is shipped. */
  readonly subject: InstalledPlugin;
  /** The plugins it requires or can work with, as far as they are installed beside it. */
  readonly companions: readonly InstalledPlugin[];
  /** Folder of its sources; undefined for a plugin that is only a value. */
  readonly folder: string | undefined;
  /** More rounds and more rows. */
  readonly isFull: boolean;
  /** Its tarball. @throws Error for a plugin that is only a value. */
  pack(): Promise<PackedPlugin>;
  /** A host of its own on an empty database; whoever opens it closes it. */
  openHost(options?: CheckHostOptions): Promise<TestHost>;
  /** The browser, started when first asked for. */
  browser(): Promise<Browser>;
  /** A new folder that is gone when the world is closed. */
  makeFolder(): Promise<string>;
  close(): Promise<void>;
}

/** Every plugin of a world: what others need comes first. */
export function pluginsOf(world: CheckWorld): readonly InstalledPlugin[] {
  return [...world.companions, world.subject];
}
