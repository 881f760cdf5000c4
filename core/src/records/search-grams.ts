import type { EntityModel, FieldModel } from '../entities/model.ts';
import { textOf } from './query-value.ts';
import type { AnyValues } from './records.ts';
import { knownPieces, piecesOf, possiblePieces, runs } from './search-pieces.ts';

/** A record's row of the search table. */
export interface SearchRow {
  /** The words of each class of fields that are readable together, normalised, with a space between. */
  readonly content: Readonly<Record<string, string>>;
  /** Of all words; the content tells who may find the record by them. */
  readonly grams: readonly string[];
}

/** A word to find: what a row must have of it, and the text that must stand in the content. */
export interface QueryWord {
  readonly word: string;
  readonly grams: readonly string[];
  /** Of these one, where the word alone does not tell which. */
  readonly oneOf?: readonly string[];
}

/** The class of searchable fields that are not about a person; every personal field is a class of its own. */
const MAIN_CLASS = 'main';
/** Words of one question that count. */
const MAXIMUM_WORDS = 8;
const LAST_ASCII = 0x7f;

// Scripts that put no space between words.
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}';
const wordPattern = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{L}\\p{N}])+`, 'gu');
const unspacedPattern = new RegExp(`^[${unspaced}]`, 'u');

/** Words in the form that they are compared in: NFKC, lower case, without accents. */
export function searchWords(text: string): string[] {
  if (text === '') return [];
  // Of these characters all that follows leaves the same.
  if (/^[\x20-\x7E]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC');
  return plain.match(wordPattern) ?? [];
}

/**
 * The grams of a text: single characters and pairs where words have no spaces; three letters or up to five digits in a row
 * elsewhere, and the first one and two letters of each word as `^a`, `^ab`.
 */
export function grams(text: string): string[] {
  return gramsOf(searchWords(text));
}

function gramsOf(words: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const word of words) addGrams(found, word);
  return [...found];
}

/** The words of a question, at most eight; all of them must be found. */
export function queryGrams(question: string): QueryWord[] {
  return [...new Set(searchWords(question))].slice(0, MAXIMUM_WORDS).map(queryWord);
}

function queryWord(word: string): QueryWord {
  const letters = runs(word, 1);
  if (isUnspaced(word)) return { word, grams: letters.length === 1 ? letters : pairs(word) };
  if (letters.length < 3) return { word, grams: [`^${word}`] };
  const grams = knownPieces(word);
  return grams.length > 0 ? { word, grams } : { word, grams, oneOf: possiblePieces(word) };
}

// What follows from a model; it goes when the model goes.
const known = new WeakMap<EntityModel, ReadonlyMap<string, readonly FieldModel[]>>();

/** The classes of an entity's searchable fields. */
export function searchClasses(model: EntityModel): ReadonlyMap<string, readonly FieldModel[]> {
  const found = known.get(model);
  if (found) return found;
  const classes = new Map<string, FieldModel[]>();
  for (const field of model.fields.values()) {
    // Whoever could search in them would find them out, and nobody would have written it down.
    if (!field.searchable || field.sensitive) continue;
    const name = field.personal ? field.name : MAIN_CLASS;
    classes.set(name, [...(classes.get(name) ?? []), field]);
  }
  known.set(model, classes);
  return classes;
}

/** What the search table holds of a record; a record without words has no row. */
export function searchRow(model: EntityModel, record: AnyValues): SearchRow | undefined {
  return searchRowOf(model, (name) => record[name]);
}

/** The same of a record that is read field by field. */
export function searchRowOf(
  model: EntityModel,
  read: (name: string) => unknown,
): SearchRow | undefined {
  const content: Record<string, string> = {};
  const found: string[] = [];
  for (const [name, fields] of searchClasses(model)) {
    const before = found.length;
    for (const field of fields)
      for (const word of searchWords(searchText(field, read(field.name)))) found.push(word);
    if (found.length > before) content[name] = found.slice(before).join(' ');
  }
  return found.length === 0 ? undefined : { content, grams: gramsOf(found) };
}

function searchText(field: FieldModel, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (field.type === 'phone') return `${textOf(value)} ${textOf(value).replaceAll(/\D/g, '')}`;
  if (field.type === 'richText') return textOf(value).replaceAll(/<[^>]*>/g, ' ');
  if (field.type === 'choice') return choiceText(field, textOf(value));
  if (Array.isArray(value)) return value.map((part) => choiceText(field, textOf(part))).join(' ');
  if (typeof value === 'object') return Object.values(value).flat().join(' ');
  return textOf(value);
}

/** A choice is found by its key and by its label in every language. */
function choiceText(field: FieldModel, key: string): string {
  const option = field.options?.find((one) => one.key === key);
  return [key, ...Object.values(option?.label ?? {})].join(' ');
}

function isUnspaced(word: string): boolean {
  return word.charCodeAt(0) > LAST_ASCII && unspacedPattern.test(word);
}

function addGrams(found: Set<string>, word: string): void {
  if (isUnspaced(word)) {
    for (const gram of [...runs(word, 1), ...runs(word, 2)]) found.add(gram);
    return;
  }
  for (const piece of piecesOf(word)) found.add(piece);
}

/** As few pairs as leave out no character: each one more is a list more that the index has to look into. */
function pairs(word: string): string[] {
  const all = runs(word, 2);
  return [...new Set(all.filter((_, at) => at % 2 === 0 || at === all.length - 1))];
}
