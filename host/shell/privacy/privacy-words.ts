import type { TesseraElement } from '@tessera/sdk/ui';
import { listWord } from '../audit/audit-words.ts';

/** Reasons that the host gives by name; plugins give theirs in words. */
const REASONS = new Set([
  'noPersonalFields',
  'otherPerson',
  'work',
  'accountability',
  'importRunning',
]);
/** What the host forgets that is no record. */
const HOST_ROWS = new Set(['tessera.import', 'tessera.file', 'tessera.mail', 'tessera.audit']);

/** Several of an entity, in words; of a plugin that is off, its id. */
export function entitiesWord(element: TesseraElement, entity: string): string {
  const meta = element.entityMeta(entity);
  if (meta) return element.localized(meta.plural);
  return HOST_ROWS.has(entity) ? element.t(`privacy.entity.${entity}`) : entity;
}

/** One of an entity, in words. */
export function entityWord(element: TesseraElement, entity: string): string {
  const meta = element.entityMeta(entity);
  return meta ? element.localized(meta.label) : entity;
}

export function pluginWord(element: TesseraElement, plugin: string): string {
  const found = element.meta.plugins.find(({ id }) => id === plugin);
  return found ? element.localized(found.label) : plugin;
}

/** The fields of an entity by their labels, one after the other. */
export function fieldsWord(
  element: TesseraElement,
  entity: string,
  names: readonly string[],
): string {
  const fields = element.entityMeta(entity)?.fields ?? [];
  const labels = names.map((name) => {
    const found = fields.find((field) => field.name === name);
    return found ? element.localized(found.label) : name;
  });
  return listWord(element, labels);
}

/** Why something is kept. */
export function reasonWord(element: TesseraElement, why: string): string {
  return REASONS.has(why) ? element.t(`privacy.why.${why}`) : why;
}

/** A moment to the minute, in the zone of the reader. */
export function timeWord(element: TesseraElement, at: string): string {
  return new Intl.DateTimeFormat(element.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: element.timeZone,
  }).format(new Date(at));
}

/** Hues of the states of a request. */
export const STATUS_HUES: Readonly<Record<string, number>> = {
  queued: 75,
  running: 250,
  done: 155,
  failed: 28,
};
/** Hues of what is done with records. */
export const DEAL_HUES: Readonly<Record<string, number | null>> = {
  erase: 28,
  clear: 45,
  keep: null,
};
