import type { AppMeta, EntityMeta, LocalizedText } from '@tessera/core';
import { midSentence } from '../../../host/shell/field/field-words.ts';
import { createTexts } from '../../../host/shell/app/texts.ts';
import type { World } from './world.ts';

/** The texts that a reader sees, from where the UI has them. */
export interface Words {
  /** A text of the shell. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly plugin: (id: string) => string;
  readonly plural: (entity: string) => string;
  readonly field: (entity: string, name: string) => string;
  readonly option: (entity: string, field: string, key: string) => string;
  /** The button that makes a record of an entity. */
  readonly create: (entity: string) => string;
}

/** Texts in the language of a world; its plugins must be enabled. */
export async function readWords(world: World): Promise<Words> {
  const texts = await createTexts(world.locale);
  const { body } = await world.admin.get('/api/meta');
  const meta = body as AppMeta;
  const local = (text: LocalizedText | undefined): string =>
    found(text?.[world.locale] ?? text?.en, 'a text');
  const entityOf = (id: string): EntityMeta =>
    found(
      meta.entities.find((entity) => entity.id === id),
      id,
    );
  const fieldOf = (entity: string, name: string) =>
    found(
      entityOf(entity).fields.find((field) => field.name === name),
      `${entity}.${name}`,
    );
  return {
    t: (key, values) => texts.t(key, { ...values }),
    plugin: (id) =>
      local(
        found(
          meta.plugins.find((plugin) => plugin.id === id),
          id,
        ).label,
      ),
    plural: (entity) => local(entityOf(entity).plural),
    field: (entity, name) => local(fieldOf(entity, name).label),
    option: (entity, field, key) =>
      local(
        found(
          fieldOf(entity, field).options?.find((option) => option.key === key),
          key,
        ).label,
      ),
    create: (entity) =>
      texts.t('list.create', { entity: midSentence(local(entityOf(entity).label)) }),
  };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
}
