import type { LocalizedText, PluginDescription } from '@tessera/core';
import { html, nothing, type TemplateResult } from 'lit';
import { slotsOf } from './plugin-api.ts';

type Fields = Readonly<Record<string, { readonly label: LocalizedText }>>;
type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/**
 * What a plugin brings, kind by kind, each behind its count; kinds that it has nothing of are left out.
 *
 * @param told - kinds that are said elsewhere
 */
export function contributes(
  description: PluginDescription,
  t: Translate,
  localized: (text: LocalizedText) => string,
  told: readonly string[] = [],
): TemplateResult {
  const extensions = Object.entries(description.extends).flatMap(([entity, fields]) =>
    Object.entries(fields as Fields).map(
      ([name, { label }]) => `${localized(label)} (${entity}.${description.manifest.id}_${name})`,
    ),
  );
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [
      'entities',
      description.entities.map(({ id, label }) =>
        label ? `${localized(label as LocalizedText)} (${id})` : id,
      ),
    ],
    ['fields', extensions],
    [
      'permissions',
      description.permissions.map(({ name, label }) => `${localized(label)} (${name})`),
    ],
    ['hooks', description.hooks],
    ['offers', description.offers.map(({ name }) => name)],
    ['events', description.events],
    ['services', description.services],
    [
      'routes',
      description.routes.map(
        ({ method, path }) => `${method} /api/${description.manifest.id}${path}`,
      ),
    ],
    [
      'jobs',
      description.jobs.map(({ name, schedule }) => (schedule ? `${name} (${schedule})` : name)),
    ],
    ['slots', slotsOf(description.contributions)],
    ['hosts', description.manifest.hosts ?? []],
    ['languages', description.locales],
  ];
  const rest = parts.filter(([kind]) => !told.includes(kind));
  return html`${rest.map(([kind, names]) => nameList(t(`plugins.part.${kind}`), names))}`;
}

/** A list of names behind a heading with their count; nothing when there are none. */
export function nameList(
  heading: string,
  names: readonly string[],
  isOpen = false,
): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  return html`<details ?open=${isOpen}>
    <summary>${heading} <span class="mut num">${names.length}</span></summary>
    <ul class="plain">
      ${names.map((name) => html`<li><code>${name}</code></li>`)}
    </ul>
  </details>`;
}
