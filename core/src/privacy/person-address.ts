import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import { isPersonModel } from './person.ts';

/** How a person can be reached, in the one form that equal addresses have. */
export interface PersonAddress {
  readonly kind: 'email' | 'phone';
  readonly value: string;
}

/** A field that may hold an address of a person; of a text only its content tells which. */
interface AddressField {
  readonly name: string;
  readonly kind: PersonAddress['kind'] | 'either';
}

/** Fewer digits are an extension, not somebody's telephone. */
const SHORTEST_PHONE = 6;
const EXTENSION = /(?<=\d[\s);,]*)(?:;\s*ext=|ext(?:ension)?[.:]?|x|#|转)\s*\d{1,6}\s*$/iu;

/** Trimmed, NFKC and lower case; undefined when it is no e-mail address. */
function normalizeEmail(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(email) ? email : undefined;
}

/**
 * The digits, with the country first where it is given by `+` or `00`; undefined when it is no telephone number.
 * @param isPhone - it is one, whatever words stand around it
 */
function normalizePhone(text: string, isPhone = false): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(EXTENSION, '')
    .trim();
  if (!isPhone && !/^[+()\d\s./\p{Dash}-]+$/u.test(plain)) return undefined;
  const digits = plain.replaceAll(/\D/g, '').replace(/^00/, '');
  return digits.length < SHORTEST_PHONE ? undefined : digits;
}

/** An address of either kind from what somebody typed; undefined when it is neither. */
export function readAddress(
  text: string,
  kind: AddressField['kind'] = 'either',
): PersonAddress | undefined {
  const email = kind === 'phone' ? undefined : normalizeEmail(text);
  if (email !== undefined) return { kind: 'email', value: email };
  const phone = kind === 'email' ? undefined : normalizePhone(text, kind === 'phone');
  return phone === undefined ? undefined : { kind: 'phone', value: phone };
}

/** The addresses that values of a record hold, each with its field. */
export function addressesIn(
  fields: readonly AddressField[],
  values: Readonly<Record<string, unknown>>,
): (PersonAddress & { readonly field: string })[] {
  return fields.flatMap(({ name, kind }) => {
    const value = values[name];
    const found = typeof value === 'string' ? readAddress(value, kind) : undefined;
    return found ? [{ ...found, field: name }] : [];
  });
}

// What follows from the models of an assembly; it goes when they go.
const known = new WeakMap<EntityModels, Map<EntityModel, readonly AddressField[]>>();

/**
 * The fields of an entity that hold addresses of persons: those that its `person` names, e-mail and telephone fields that are marked as
 * personal, and personal texts of what is part of a person's record.
 */
export function addressFields(models: EntityModels, model: EntityModel): readonly AddressField[] {
  let ofModels = known.get(models);
  if (!ofModels) known.set(models, (ofModels = new Map()));
  let fields = ofModels.get(model);
  if (!fields) ofModels.set(model, (fields = findAddressFields(models, model)));
  return fields;
}

function findAddressFields(models: EntityModels, model: EntityModel): AddressField[] {
  const { person } = model.options;
  const isPart = [...model.fields.values()].some((field) => isPartOfPerson(models, field));
  return [...model.fields.values()].flatMap((field): AddressField[] => {
    const { name, type } = field;
    if (name === person?.email) return [{ name, kind: 'email' }];
    if (name === person?.phone) return [{ name, kind: 'phone' }];
    if (!field.personal || field.system) return [];
    if (type === 'email' || type === 'phone') return [{ name, kind: type }];
    return type === 'text' && isPart ? [{ name, kind: 'either' }] : [];
  });
}

function isPartOfPerson(models: EntityModels, { target, onDelete }: FieldModel): boolean {
  const owner = target && onDelete === 'cascade' ? models.get(target) : undefined;
  return owner !== undefined && isPersonModel(owner);
}
