import type { EntityModel, FieldModel } from '../entities/model.ts';
import { textOf } from './query-value.ts';
import type { AnyValues } from './records.ts';

/** A row of the search table: one for each group of fields that are readable together. */
export interface SearchRow {
  readonly class: string;
  /** The words of the fields, normalised, with a space between. */
  readonly content: string;
  readonly grams: readonly string[];
}

/** A word to find: the grams that it must have, and the text that must stand in the content. */
export interface QueryWord {
  readonly word: string;
  readonly grams: readonly string[];
}

/** The class of searchable fields that are not about a person; every personal field is a class of its own. */
const MAIN_CLASS = 'main';
/** Words of one question that count. */
const MAXIMUM_WORDS = 8;

// Scripts that put no space between words.
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}';
const wordPattern = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{L}\\p{N}])+`, 'gu');
const unspacedPattern = new RegExp(`^[${unspaced}]`, 'u');

/** Words in the form that they are compared in: NFKC, lower case, without accents. */
export function searchWords(text: string): string[] {
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
 * The grams of a text: single characters and pairs where words have no spaces; three letters in a row elsewhere, and
 * the first one and two letters of each word as `^a`, `^ab`.
 */
export function grams(text: string): string[] {
  return [...new Set(searchWords(text).flatMap(wordGrams))];
}

/** The words of a question, at most eight; all of them must be found. */
export function queryGrams(question: string): QueryWord[] {
  return [...new Set(searchWords(question))]
    .slice(0, MAXIMUM_WORDS)
    .map((word) => ({ word, grams: neededGrams(word) }));
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

/** What the search table holds of a record; classes without words have no row. */
export function searchRows(model: EntityModel, record: AnyValues): SearchRow[] {
  return [...searchClasses(model)].flatMap(([name, fields]) => {
    const text = fields.map((field) => searchText(field, record[field.name])).join(' ');
    const words = searchWords(text);
    if (words.length === 0) return [];
    return [
      { class: name, content: words.join(' '), grams: [...new Set(words.flatMap(wordGrams))] },
    ];
  });
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

function wordGrams(word: string): string[] {
  const letters = runs(word, 1);
  if (unspacedPattern.test(word)) return [...letters, ...runs(word, 2)];
  return [
    `^${letters[0]}`,
    ...(letters.length > 1 ? [`^${letters[0]}${letters[1]}`] : []),
    ...runs(word, 3),
  ];
}

function neededGrams(word: string): string[] {
  const letters = runs(word, 1);
  if (unspacedPattern.test(word))
    return letters.length === 1 ? letters : [...new Set(runs(word, 2))];
  return letters.length < 3 ? [`^${word}`] : [...new Set(runs(word, 3))];
}

/** All pieces of so many letters. A letter may be two units of a string; nearly none is. */
function runs(word: string, length: number): string[] {
  const letters = /[\uD800-\uDFFF]/.test(word) ? Array.from(word) : undefined;
  const found: string[] = [];
  for (let end = length; end <= (letters ?? word).length; end += 1)
    found.push(letters?.slice(end - length, end).join('') ?? word.slice(end - length, end));
  return found;
}
