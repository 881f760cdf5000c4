import type { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { targetOf, titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { plainText } from '../field/field-plain.ts';
import { entityOf } from '../field/field-template.ts';
import { pickableRecord } from '../field/picker-source.ts';
import { RecordClient } from '../record/record-client.ts';

/** A value to choose, in words. */
export interface FilterChoice {
  readonly key: string;
  /** Another name of the same value in filters: the key of a state. */
  readonly alias?: string;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: string;
  /** Undefined shows no colour, null a grey one. */
  readonly hue?: number | null;
}

const PAGE = 50;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** The values that a field can have: its options, or the records that it points to. */
export class FilterChoiceSource {
  readonly #element: TesseraElement;
  readonly #field: FieldMeta;

  constructor(element: TesseraElement, field: FieldMeta) {
    this.#element = element;
    this.#field = field;
  }

  /** The first values that fit the words. @throws ApiError when they cannot be read */
  async find(words: string): Promise<readonly FilterChoice[]> {
    const { options } = this.#field;
    const entity = this.#entity;
    if (options || !entity) {
      const wanted = words.toLocaleLowerCase();
      return this.#options.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
    }
    const { records } = await new RecordClient(this.#element.api, entity).list({
      search: words,
      sort: { field: entity.states ? 'order' : entity.title, direction: 'asc' },
      start: 0,
      end: PAGE,
    });
    return records.map((record) => this.#choice(record, entity));
  }

  /** Values by their keys or ids; one that is not readable has no words. @throws ApiError */
  async named(keys: readonly string[]): Promise<readonly FilterChoice[]> {
    const wanted = keys.filter((key) => !key.startsWith('$'));
    const entity = this.#entity;
    if (wanted.length === 0) return [];
    if (this.#field.options || !entity) {
      const known = this.#options.filter(({ key }) => wanted.includes(key));
      const gone = wanted.filter((key) => !known.some((one) => one.key === key));
      return [...known, ...gone.map((key) => ({ key, label: key }))];
    }
    const ids = wanted.filter((key) => uuidPattern.test(key));
    const names = wanted.filter((key) => !uuidPattern.test(key));
    const client = new RecordClient(this.#element.api, entity);
    const ask = async (name: string, values: readonly string[]) =>
      values.length === 0
        ? []
        : (await client.list({ filter: { [name]: { in: values } }, start: 0, end: 200 })).records;
    const records = [...(await ask('id', ids)), ...(entity.states ? await ask('key', names) : [])];
    const known = records.map((record) => this.#choice(record, entity));
    const gone = wanted.filter((key) => !known.some((one) => one.key === key || one.alias === key));
    return [...known, ...gone.map((key) => ({ key, label: this.#element.t('filter.unknown') }))];
  }

  get #entity(): EntityMeta | undefined {
    return entityOf(this.#element.meta, targetOf(this.#field));
  }

  get #options(): readonly FilterChoice[] {
    return (this.#field.options ?? []).map(({ key, label, hue }) => ({
      key,
      label: this.#element.localized(label),
      hue: hue ?? null,
    }));
  }

  #choice(record: WireRecord, entity: EntityMeta): FilterChoice {
    const { title, subtitle } = pickableRecord(record, entity, this.#element);
    const choice = {
      key: record.id,
      label: title === '' ? titleOf(entity, record) : title,
      detail: subtitle,
    };
    if (!entity.states) return choice;
    const hue = typeof record['hue'] === 'number' ? record['hue'] : null;
    return { ...choice, alias: plainText(record['key']), hue };
  }
}
