import { readCustomFields, type CustomField } from '../entities/custom-fields.ts';
import { readCatalog } from '../entities/install.ts';
import type { EntityModels } from '../entities/model.ts';
import { type EntitySource, resolveModels } from '../entities/resolve.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Assembly } from '../plugin/assembly.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { sourceOf } from './entity-source.ts';

interface Known {
  readonly content: string;
  readonly assembly: Assembly;
}

// What follows from an assembly and the content of the catalog; it goes when the assembly goes.
const known = new WeakMap<Assembly, Known>();

/**
 * The models of every installed plugin, enabled or not: those of the assembly for what is enabled, those of the catalog for the rest.
 * An off plugin that cannot be put together with the others any more is left out, with a warning.
 */
export async function catalogModels(execution: Execution): Promise<EntityModels> {
  return (await wholeAssembly(execution)).models;
}

/** The execution with the models of every installed plugin, for what core itself does; code of plugins goes on with those that run. */
export async function withCatalog(execution: Execution): Promise<Execution> {
  if (execution.running) return execution;
  const assembly = await wholeAssembly(execution);
  return assembly === execution.assembly
    ? execution
    : { ...execution, assembly, running: execution.assembly };
}

/** The execution as code of plugins and permissions see it: with what is enabled, and no more. */
export function withoutCatalog(execution: Execution): Execution {
  const { running } = execution;
  return running ? { ...execution, assembly: running, running: undefined } : execution;
}

async function wholeAssembly(execution: Execution): Promise<Assembly> {
  const assembly = execution.running ?? execution.assembly;
  const sql = currentSql(execution);
  const content = await contentOf(sql);
  const found = known.get(assembly);
  if (found?.content === content) return found.assembly;
  const models = await resolveCatalog(sql, assembly);
  const whole = models ? { ...assembly, models } : assembly;
  known.set(assembly, { content, assembly: whole });
  return whole;
}

/** What changes with every change of the catalog, on whichever host. */
async function contentOf(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ content: string }>(
    `select md5(string_agg(name, ',' order by name)) as content from (
      select plugin || ':' || xmin::text as name from tessera.catalog
      union all select entity || '.' || name || ':' || xmin::text from tessera.custom_field) x`,
  );
  return row?.content ?? '';
}

/** Undefined when everything that is installed runs. */
async function resolveCatalog(sql: Sql, assembly: Assembly): Promise<EntityModels | undefined> {
  const off = (await readCatalog(sql))
    .filter(({ plugin }) => !assembly.instances.has(plugin))
    .map(sourceOf);
  if (off.length === 0) return undefined;
  const running = [...assembly.instances.values()].map(({ installed }) => installed);
  const { models, left } = resolveWhatFits(running, off, await readCustomFields(sql));
  for (const [plugin, reason] of left)
    assembly.log.warn(
      'the records of a plugin that is off cannot be looked after: it does not fit the others any more',
      { plugin, reason },
    );
  return models;
}

/** The models of every installed plugin as the catalog has them, for whoever has no execution. */
export async function readCatalogModels(sql: Sql): Promise<EntityModels> {
  const entries = await readCatalog(sql);
  return resolveWhatFits([], entries.map(sourceOf), await readCustomFields(sql)).models;
}

/** Puts together what can be: all at once, else one after the other for as long as one more fits. */
export function resolveWhatFits(
  base: readonly EntitySource[],
  more: readonly EntitySource[],
  custom: readonly CustomField[],
): { readonly models: EntityModels; readonly left: ReadonlyMap<string, string> } {
  const left = new Map<string, string>();
  const attempt = (sources: readonly EntitySource[], id: string): EntityModels | undefined => {
    try {
      return resolveModels(sources, custom);
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error;
      left.set(id, error.message);
      return undefined;
    }
  };
  const all = attempt([...base, ...more], '');
  left.clear();
  if (all) return { models: all, left };
  let fitting = [...base];
  for (let waiting = [...more]; ;) {
    const before = waiting.length;
    waiting = waiting.filter((source) => {
      if (!attempt([...fitting, source], source.manifest.id)) return true;
      left.delete(source.manifest.id);
      fitting = [...fitting, source];
      return false;
    });
    if (waiting.length === 0 || waiting.length === before) break;
  }
  return { models: resolveModels(fitting, custom), left };
}
