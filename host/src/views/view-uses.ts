import {
  absoluteNames,
  catalogModels,
  currentExecution,
  removeUses,
  writeUses,
  type Execution,
  type Kernel,
  type LocalizedText,
  type Sql,
} from '@tessera/core';
import type { SavedView } from './saved-view.ts';

type Used = Pick<SavedView, 'id' | 'entity' | 'name' | 'visibility' | 'owner' | 'uses'>;

/** A plugin that is off and that a view needs. */
export interface ViewNeed {
  readonly plugin: string;
  readonly label: LocalizedText;
  /** Fields of the view that are the plugin's, as paths. */
  readonly fields: readonly string[];
}

/**
 * Answers what writes down what a view uses, so that whoever switches a plugin off is told. To be asked for before a transaction: what is
 * installed is read on another connection.
 */
export async function usesNoter(): Promise<(sql: Sql, view: Used) => Promise<void>> {
  const models = await catalogModels(currentExecution());
  return (sql, { id, entity, name, visibility, owner, uses }) =>
    writeUses(
      sql,
      {
        kind: 'view',
        definition: id,
        title: name,
        owner: visibility === 'private' ? owner : null,
      },
      absoluteNames(models, entity, uses),
    );
}

/** Forgets what a view used that was deleted. */
export function forgetUses(sql: Sql, id: string): Promise<void> {
  return removeUses(sql, 'view', id);
}

/** Writes down what views use that were saved before anybody did. A repeat finds nothing to do. */
export async function noteOlderViews(kernel: Kernel): Promise<void> {
  const views = await kernel.database.query<Used>(
    `select id, entity, name, visibility, owner, uses from tessera.saved_view v where deleted_at is null
     and not exists (select 1 from tessera.uses u where u.kind = 'view' and u.definition = v.id::text)`,
  );
  if (views.length === 0) return;
  const principal = kernel.system('what saved views use is written down');
  await kernel.run({ principal, source: 'system' }, async () => {
    const note = await usesNoter();
    for (const view of views) await note(kernel.database, view);
  });
}

/** The plugins that are installed, off, and named by these paths. */
export async function findNeeds(
  kernel: Kernel,
  execution: Execution,
  entity: string,
  paths: readonly string[],
): Promise<readonly ViewNeed[]> {
  if (paths.length === 0) return [];
  const models = await catalogModels(execution);
  const fields = new Map<string, string[]>();
  for (const path of paths) {
    for (const plugin of pluginsOff(execution, models, absoluteNames(models, entity, [path])))
      fields.set(plugin, [...(fields.get(plugin) ?? []), path]);
  }
  return [...fields].map(([plugin, named]) => ({
    plugin,
    label: labelOf(kernel, plugin),
    fields: named,
  }));
}

function pluginsOff(
  { assembly }: Execution,
  models: Awaited<ReturnType<typeof catalogModels>>,
  names: readonly string[],
): ReadonlySet<string> {
  const owners = names.flatMap((name) => {
    const [plugin = '', noun = '', field] = name.split('.');
    const model = models.get(`${plugin}.${noun}`);
    const found = field === undefined ? undefined : model?.fields.get(field);
    return [...(model ? [model.plugin] : []), ...(found && !found.system ? [found.plugin] : [])];
  });
  return new Set(owners.filter((plugin) => plugin !== 'x' && !assembly.instances.has(plugin)));
}

function labelOf(kernel: Kernel, id: string): LocalizedText {
  const found = kernel.plugins().find(({ manifest }) => manifest.id === id);
  return found?.manifest.label ?? { en: id };
}
