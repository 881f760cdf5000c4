import { systemNames } from './system-fields.ts';

const operatorSuffixes = ['ne', 'gt', 'gte', 'lt', 'lte', 'like', 'in', 'null', 'start', 'end'];
const filterWords = new Set(['and', 'or', 'not', 'q']);
const reservedSchemas = new Set(['x', 'public', 'pgboss', 'dw', 'information_schema']);
/** Longest name of a column, so that every suffix (`_rate_date`) fits into the 63 bytes of PostgreSQL. */
const longest = 50;

/** What is wrong with the name of a field; empty when it is good. `full` is its name in the API. */
export function fieldNameFindings(name: string, full: string, owned: boolean): string[] {
  const findings: string[] = [];
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) findings.push(`the field name “${name}” is not camelCase`);
  if (name in {}) findings.push(`the field name “${name}” belongs to JavaScript`);
  if (full === name && (systemNames.has(name) || (owned && (name === 'owner' || name === 'team'))))
    findings.push(`the field name “${name}” belongs to the system`);
  if (full === name && filterWords.has(name))
    findings.push(`the field name “${name}” is a word of the filter language`);
  if (operatorSuffixes.some((suffix) => full.endsWith(`_${suffix}`)))
    findings.push(`the field name “${full}” ends like an operator of the list grammar`);
  if (full.length > longest)
    findings.push(`the field name “${full}” is longer than ${longest} characters`);
  return findings;
}

/** What is wrong with the id of a plugin that brings entities. */
export function pluginIdFindings(id: string): string[] {
  const schema = schemaOf(id);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return [`the plugin id “${id}” is not kebab-case`];
  if (reservedSchemas.has(schema) || schema.startsWith('pg_'))
    return [`the plugin id “${id}” is reserved`];
  return [];
}

/** What is wrong with an entity's id and path. */
export function entityNameFindings(plugin: string, id: string, path: string): string[] {
  const findings: string[] = [];
  if (!id.startsWith(`${plugin}.`))
    findings.push(`the entity “${id}” is outside the plugin's own id “${plugin}”`);
  else if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(id.slice(plugin.length + 1)))
    findings.push(`the entity “${id}” is not named by one camelCase noun`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(path))
    findings.push(`the path “${path}” of ${id} is not kebab-case`);
  return findings;
}

/** The PostgreSQL schema of a plugin, and the prefix of its extension fields. */
export function schemaOf(plugin: string): string {
  return plugin.replaceAll('-', '_');
}

/** `closeDate` → `Close date`: the label of a field that has none. */
export function humanName(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
