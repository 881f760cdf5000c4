import {
  applySystemTables,
  fillConfig,
  secretPointers,
  type Database,
  type JsonSchema,
  type Problem,
} from '@tessera/core';
import type { SecretBox } from '../settings/secret-box.ts';
import { causeText } from './cause-text.ts';
import { errors } from './errors.ts';
import { closeSecrets, maskSecrets, openSecrets, unmaskSecrets } from './plugin-secrets.ts';
import {
  forgetStoredSettings,
  holdSettings,
  pluginSettingTables,
  readStoredSettings,
  writeStoredSettings,
} from './plugin-settings-store.ts';
import { createTurns } from './turns.ts';

type Values = Readonly<Record<string, unknown>>;

/** A change of a plugin's settings. */
export interface SettingsChange {
  readonly plugin: string;
  /** Schema of the version that is installed. */
  readonly schema: JsonSchema;
  /** All values; an echoed mask keeps its secret. */
  readonly values: Values;
  /** Id of the user. */
  readonly by: string | null;
  /** Restarts the plugin with them; when it throws, the settings before are there again. */
  readonly apply: () => Promise<unknown>;
}

/** What plugins are set to, kept in the database with its secrets encrypted. */
export interface PluginSettings {
  /**
   * As the plugin gets them, without defaults: it is core that knows the version and its schema.
   * @throws TesseraError `HOST_SECRET_WRONG` when a secret was stored with another key.
   */
  read(plugin: string): Promise<Values>;
  /** As they are shown, with defaults; a secret that is set is `{ "$secret": true }`. */
  show(plugin: string, schema: JsonSchema): Promise<Values>;
  /**
   * One change at a time on all hosts: one that is not proven yet must not become what another goes back to.
   * @throws TesseraError `HOST_PLUGIN_SETTINGS_INVALID`, `HOST_PLUGIN_SETTINGS_REFUSED` when the plugin does not start with them,
   * `HOST_PLUGIN_SETTINGS_CHANGED` while somebody else changes them
   */
  change(change: SettingsChange): Promise<void>;
  /** Deletes them, with the data of the plugin. */
  forget(plugin: string): Promise<void>;
}

export async function openPluginSettings(
  database: Database,
  box: SecretBox,
): Promise<PluginSettings> {
  await applySystemTables(database, [pluginSettingTables]);
  const inTurn = createTurns();
  return {
    read: async (plugin) => openSecrets((await readStoredSettings(database, plugin)).values, box),
    async show(plugin, schema) {
      const { values } = await readStoredSettings(database, plugin);
      // A secret under a key that is lost can still be seen to be there, and entered again.
      const filled = fillConfig(schema, values).values;
      return maskSecrets(filled, secretPointers(schema, filled));
    },
    async change(change) {
      const isHeld = await inTurn(() =>
        holdSettings(database, change.plugin, () => changeStored(database, box, change)),
      );
      if (!isHeld) throw errors.settingsChanged({ id: change.plugin });
    },
    forget: (plugin) => forgetStoredSettings(database, plugin),
  };
}

/** Written where every host reads them, then tried; the ones before come back when the plugin does not start. */
async function changeStored(
  database: Database,
  box: SecretBox,
  { plugin, schema, values, by, apply }: SettingsChange,
): Promise<void> {
  const before = await readStoredSettings(database, plugin);
  const meant = checked(plugin, schema, values, openKnown(before.values, box));
  const closed = closeSecrets(meant, secretPointers(schema, meant), box);
  const stored = { values: closed, revision: before.revision };
  if (!(await writeStoredSettings(database, plugin, stored, by)))
    throw errors.settingsChanged({ id: plugin });
  try {
    await apply();
  } catch (cause) {
    const again = { values: before.values, revision: before.revision + 1 };
    await writeStoredSettings(database, plugin, again, by);
    throw errors.settingsRefused({ id: plugin, reason: causeText(cause) }, { cause });
  }
}

/** The values that are meant, valid, with defaults. */
function checked(plugin: string, schema: JsonSchema, values: Values, before: Values): Values {
  const unmasked = unmaskSecrets(values, before);
  const filled = fillConfig(schema, unmasked.values);
  const again = new Set(unmasked.problems.map(({ pointer }) => pointer));
  const problems = [
    ...unmasked.problems,
    ...filled.problems.filter(({ pointer }) => !again.has(pointer)),
  ].map(inBody);
  if (problems.length > 0) throw errors.settingsInvalid({ id: plugin }, { problems });
  return filled.values;
}

function inBody({ pointer, detail }: Problem): Problem {
  return { pointer: `/values${pointer}`, detail };
}

/** Secrets that cannot be opened any more count as not set: they are asked for again. */
function openKnown(values: Values, box: SecretBox): Values {
  try {
    return openSecrets(values, box);
  } catch {
    return {};
  }
}
