import type { Plugin } from '@tessera/core';

/** A plugin has at least one of these; anything else that is exported does not. */
const PARTS = [
  'config',
  'entities',
  'extends',
  'permissions',
  'grants',
  'services',
  'resources',
  'offers',
  'hooks',
  'events',
  'routes',
  'jobs',
  'seeds',
  'samples',
  'ui',
  'locales',
];

/** The plugin that a module exports: under its id in camel case, or the only one. @throws Error when there is none */
export function getPlugin(module: Readonly<Record<string, unknown>>, id: string): Plugin {
  const exported = module[camelCase(id)] ?? onlyPlugin(module);
  if (typeof exported !== 'object' || exported === null)
    throw new Error(`it exports no plugin named ${camelCase(id)}.`);
  return exported as Plugin;
}

function onlyPlugin(module: Readonly<Record<string, unknown>>): unknown {
  const values = Object.values(module).filter(isPlugin);
  return values.length === 1 ? values[0] : undefined;
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PARTS.some((part) => part in value);
}

function camelCase(id: string): string {
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
