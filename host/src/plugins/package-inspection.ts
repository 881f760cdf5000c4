import { isDeepStrictEqual } from 'node:util';
import type { PluginDescription, PluginManifest } from '@tessera/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { valid } from 'semver';
import { manifestFaults } from './manifest.ts';
import { codeFaults } from './package-code.ts';
import { digestOf, readContents, type PackageContents } from './package-contents.ts';
import { descriptionSchema } from './package-schema.ts';
import { readArchive } from './unpack-archive.ts';

/** A package that was read and looked at. */
export interface OpenedPackage extends PackageContents {
  readonly digest: string;
  /** Why it cannot be used, as sentences; empty when nothing speaks against it. */
  readonly faults: readonly string[];
}

const MOST_FAULTS = 20;

/**
 * Reads a package (.tgz) without running anything of it.
 * @throws TesseraError `HOST_PACKAGE_REFUSED` when it is no package, or not one that was made in good faith
 */
export async function openPackage(bytes: Uint8Array): Promise<OpenedPackage> {
  const contents = readContents(await readArchive(bytes));
  const faults = [
    ...packageFaults(contents),
    ...descriptionFaults(contents.description, contents.manifest),
    ...(await codeFaults(contents.files)),
  ];
  return { ...contents, digest: digestOf(bytes), faults: faults.slice(0, MOST_FAULTS) };
}

/** What a package says of itself, and what speaks against it. Runs nothing of it. */
export async function inspectPackage(bytes: Uint8Array): Promise<{
  readonly digest: string;
  readonly description: PluginDescription;
  readonly faults: readonly string[];
}> {
  const { digest, description, faults } = await openPackage(bytes);
  return { digest, description, faults };
}

function packageFaults({ manifest, packageJson, description }: PackageContents): string[] {
  const faults = [...manifestFaults(manifest)];
  if (!valid(manifest.version)) faults.push('version must be such as 1.0.0.');
  if (!isDeepStrictEqual(plain(manifest), description.manifest))
    faults.push('package.json and tessera.json say different things of its identity.');
  if (Object.keys(packageJson.dependencies ?? {}).some((name) => name !== '@tessera/sdk'))
    faults.push(
      'its package.json has dependencies: they must be bundled in, as tessera pack does.',
    );
  return faults;
}

/** It is well formed, and every name that it contributes stands in the plugin's own space. */
function descriptionFaults(description: PluginDescription, { id }: PluginManifest): string[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  if (!ajv.validate(descriptionSchema, description))
    return (ajv.errors ?? []).map(
      ({ instancePath, message }) => `tessera.json${instancePath.slice(0, 100)} ${message}.`,
    );
  const named = [
    ...description.entities.map((entity) => ['the entity', entity.id]),
    ...description.permissions.map((permission) => ['the permission', permission.name]),
    ...description.offers.map((hook) => ['the hook', hook.name]),
    ...description.jobs.map((job) => ['the job', job.name]),
    ...description.services.map((service) => ['the service', service]),
  ] as const;
  const taken = named
    .filter(([, name]) => !name?.startsWith(`${id}.`))
    .map(([what, name]) => `${what} ${name} must begin with ${id}. as the plugin’s id.`);
  const foreign = description.contributions
    .filter(({ element }) => element && !element.startsWith(`${id}-`))
    .map(({ element }) => `the element ${element} must begin with ${id}-`);
  return [...taken, ...foreign];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
