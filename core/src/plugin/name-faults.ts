import type { PluginDescription } from './description.ts';

type Named = {
  readonly [Part in 'permissions' | 'offers' | 'jobs']: readonly { readonly name: string }[];
} & Pick<PluginDescription, 'manifest' | 'services' | 'contributions'>;

/** Contributed names stand in the plugin's own space: nobody takes another's. */
export function nameFaults(description: Named): string[] {
  const { id } = description.manifest;
  const named = [
    ...description.permissions.map(({ name }) => ['permission', name]),
    ...description.offers.map(({ name }) => ['hook', name]),
    ...description.jobs.map(({ name }) => ['job', name]),
    ...description.services.map((name) => ['service', name]),
  ];
  const faults = named
    .filter(([, name]) => !name?.startsWith(`${id}.`))
    .map(([what, name]) => `the ${what} ${name} must begin with ${id}.`);
  const elements = description.contributions
    .flatMap(({ element }) => element ?? [])
    .filter((element) => !element.startsWith(`${id}-`))
    .map((element) => `the element ${element} must begin with ${id}-`);
  return [...faults, ...elements];
}
