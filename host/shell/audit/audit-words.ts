import type { TesseraElement } from '@tessera/sdk/ui';

/** What entries of the platform itself can say that was done; plugins have words of their own. */
export const ACTIONS = [
  'create',
  'update',
  'delete',
  'restore',
  'view',
  'export',
  'share',
  'unshare',
  'erase',
  'exportPerson',
  'erasePerson',
  'lift',
  'retention',
  'signIn',
  'signInFailed',
  'sessionEnded',
  'passwordChanged',
  'passwordReset',
  'providerLinked',
  'secondFactorOn',
  'secondFactorOff',
  'recoveryCodesReplaced',
  'tokenCreated',
  'tokenRevoked',
  'viewAs',
  'viewAsEnded',
] as const;
export const SOURCES = ['ui', 'api', 'import', 'workflow', 'portal', 'plugin', 'system'] as const;
export const ACTORS = [
  'user',
  'token',
  'portal',
  'workflow',
  'import',
  'system',
  'anonymous',
] as const;

const HUES: Readonly<Record<string, number>> = {
  create: 155,
  restore: 155,
  update: 250,
  delete: 28,
  erase: 28,
  erasePerson: 28,
  signInFailed: 28,
  retention: 45,
  view: 75,
  export: 75,
  exportPerson: 75,
  share: 290,
  unshare: 290,
};

/** The colour of an action; grey for those that plugins add. */
export function actionHue(action: string): number | null {
  return HUES[action] ?? null;
}

/** An action in words; that of a plugin, or one that is new, as it stands. */
export function actionWord(element: TesseraElement, action: string): string {
  return element.t(`audit.action.${action}`, { defaultValue: action });
}

export function sourceWord(element: TesseraElement, source: string): string {
  return element.t(`audit.source.${source}`, { defaultValue: source });
}

export function actorWord(element: TesseraElement, kind: string): string {
  return element.t(`audit.actor.${kind}`, { defaultValue: kind });
}

/** What the entry is about: the entity's label, or the host's own word for it. */
export function entityWord(element: TesseraElement, entity: string): string {
  const meta = element.entityMeta(entity);
  if (meta) return element.localized(meta.label);
  return element.t(`audit.entity.${entity}`, { defaultValue: entity });
}

/** The label of a field; what is no field as it stands. */
export function fieldWord(element: TesseraElement, entity: string, name: string): string {
  const field = element.entityMeta(entity)?.fields.find((one) => one.name === name);
  return field ? element.localized(field.label) : name;
}

/** The label of a plugin; that of one that is gone is its id. */
export function pluginWord(element: TesseraElement, plugin: string): string {
  const found = element.meta.plugins.find(({ id }) => id === plugin);
  if (found) return element.localized(found.label);
  return plugin === 'tessera' ? element.t('audit.platform') : plugin;
}

/** A moment to the second, in the zone of the reader. */
export function momentWord(element: TesseraElement, at: string, isExact = false): string {
  return new Intl.DateTimeFormat(element.locale, {
    dateStyle: isExact ? 'full' : 'medium',
    timeStyle: isExact ? 'long' : 'medium',
    timeZone: element.timeZone,
  }).format(new Date(at));
}

/** A day such as 2026-01-31 as the reader writes it. */
export function dayWord(element: TesseraElement, day: string): string {
  return new Intl.DateTimeFormat(element.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** Words one after the other; the short form of Intl leaves the comma out in Chinese. */
export function listWord(element: TesseraElement, words: readonly string[]): string {
  return words.join(element.locale.startsWith('zh') ? '、' : ', ');
}
