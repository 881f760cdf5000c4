import { createHash } from 'node:crypto';
import type { PluginDescription, PluginManifest } from '@tessera/core';
import { readManifest, type PackageJson } from './manifest.ts';
import { errors } from './errors.ts';

/** The files of a package after the first look: they are those that it lists, and its two descriptions are JSON. */
export interface PackageContents {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly packageJson: PackageJson;
  readonly manifest: PluginManifest;
  /** As it says, not proven yet. */
  readonly description: PluginDescription;
}

/** `tessera.json` of a package: what the plugin contributes, and the SHA-512 (base64url) of every other file. */
export interface PackageListing extends PluginDescription {
  readonly files: Readonly<Record<string, string>>;
  /** Names of the icons that its UI shows. */
  readonly icons?: readonly string[];
}

const DEEPEST = 40;

/** SHA-512 as base64url: of a package it is the name it is known by. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('base64url');
}

/**
 * Reads what a package says of itself and holds it to its files.
 * @throws TesseraError `HOST_PACKAGE_REFUSED`
 */
export function readContents(files: ReadonlyMap<string, Uint8Array>): PackageContents {
  const packageJson = readJsonFile(files, 'package.json') as unknown as PackageJson;
  const listing = readJsonFile(files, 'tessera.json') as unknown as PackageListing;
  if (
    typeof packageJson.name !== 'string' ||
    typeof packageJson.version !== 'string' ||
    !Array.isArray(packageJson.keywords) ||
    !packageJson.keywords.includes('tessera-plugin')
  )
    throw refused(
      'its package.json has no name, no version or not the keyword tessera-plugin: it is no plugin of Tessera.',
    );
  if (!isObject(packageJson.tessera)) throw refused('its package.json has no part “tessera”.');
  if (!files.has('server.js'))
    throw refused('it has no server.js; make the package with tessera pack.');
  checkListing(files, listing.files);
  const { files: _files, icons: _icons, ...description } = listing;
  return { files, packageJson, manifest: readManifest(packageJson), description };
}

/** Every file but the list itself is listed, with its hash; nothing is listed that is not there. */
function checkListing(files: ReadonlyMap<string, Uint8Array>, listed: unknown): void {
  if (!isObject(listed)) throw refused('its tessera.json lists no files.');
  for (const [name, content] of files) {
    if (name === 'tessera.json') continue;
    if (!Object.hasOwn(listed, name)) throw refused(`tessera.json does not list ${name}.`);
    if (listed[name] !== digestOf(content))
      throw refused(`${name} is not what tessera.json says: its SHA-512 is another.`);
  }
  for (const name of Object.keys(listed))
    if (!files.has(name))
      throw refused(`tessera.json lists ${name.slice(0, 80)}, which is absent.`);
}

function readJsonFile(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
): Readonly<Record<string, unknown>> {
  const content = files.get(name);
  if (!content) throw refused(`it has no ${name}; make the package with tessera pack.`);
  return parseStrangeJson(Buffer.from(content).toString('utf8'), name);
}

/** JSON of a stranger, an object at its root. @throws TesseraError `HOST_PACKAGE_REFUSED` */
export function parseStrangeJson(text: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text, refuseTricks);
  } catch (error) {
    throw refused(
      error instanceof SyntaxError
        ? `${name} is not valid JSON.`
        : `${name}: ${error instanceof RangeError ? 'it is nested too deep.' : (error as Error).message}`,
    );
  }
  if (!isObject(value)) throw refused(`${name} holds no object.`);
  if (depthOf(value) > DEEPEST) throw refused(`${name} is nested more than ${DEEPEST} deep.`);
  return value;
}

function refuseTricks(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype')
    throw new Error(`the name “${key}” is not allowed.`);
  return value;
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const one of Object.values(value)) deepest = Math.max(deepest, depthOf(one));
  return deepest + 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(reason: string): Error {
  return errors.packageRefused({ reason });
}
