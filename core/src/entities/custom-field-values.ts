import type { ChoiceOption, FieldDefinition } from './field.ts';
import type { EntityModels } from './model.ts';
import { isStorable } from './normalize-text.ts';

/** Characters of a custom text at most. */
const MAXIMUM_LENGTH = 1_000_000;

/**
 * What is wrong with the values of a definition that somebody sent: it becomes a schema, and a bound that is no number would
 * fail every write to the entity.
 */
export function definitionValueFindings(
  models: EntityModels,
  definition: FieldDefinition,
): string[] {
  const { maxLength, minimum, maximum, targets } = definition;
  const reasons = [
    ...textFindings('label', definition.label),
    ...textFindings('help', definition.help),
  ];
  for (const name of [
    'unique',
    'indexed',
    'searchable',
    'personal',
    'sensitive',
    'multiline',
  ] as const) {
    if (definition[name] !== undefined && typeof definition[name] !== 'boolean')
      reasons.push(`“${name}” is true or false`);
  }
  if (
    maxLength !== undefined &&
    !(Number.isInteger(maxLength) && maxLength >= 1 && maxLength <= MAXIMUM_LENGTH)
  )
    reasons.push(`“maxLength” is a whole number from 1 to ${MAXIMUM_LENGTH}`);
  for (const [name, bound] of Object.entries({ minimum, maximum })) {
    if (bound !== undefined && !Number.isFinite(bound)) reasons.push(`“${name}” is a number`);
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    reasons.push('“minimum” is not above “maximum”');
  if (targets !== undefined && !(Array.isArray(targets) && targets.every((id) => models.has(id))))
    reasons.push('“targets” is a list of entities');
  return reasons;
}

/** What is wrong with a text in several languages. */
function textFindings(name: string, text: unknown): string[] {
  return text === undefined || isLocalized(text)
    ? []
    : [`“${name}” is an object with a text for “en”`];
}

/** What is wrong with the choices of a field. */
export function optionFindings({ options }: FieldDefinition): string[] {
  if (!Array.isArray(options) || !options.length) return ['there is nothing to choose from'];
  const keys = options.map((option: Partial<ChoiceOption> | null) => option?.key);
  if (!keys.every((key) => typeof key === 'string' && /^[\w-]{1,60}$/.test(key)))
    return ['the key of an option has letters, digits, - and _ only'];
  if (!options.every((option: ChoiceOption) => isLocalized(option.label)))
    return ['an option needs a label in English'];
  if (!options.every(({ hue, active }: ChoiceOption) => isHue(hue) && isFlag(active)))
    return ['the hue of an option is a number from 0 to 360, and it is active or not'];
  return new Set(keys).size === keys.length ? [] : ['two options have one key'];
}

function isLocalized(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('en' in value)) return false;
  return Object.values(value).every((text) => typeof text === 'string' && isStorable(text));
}

function isHue(hue: unknown): boolean {
  return hue === undefined || (typeof hue === 'number' && hue >= 0 && hue <= 360);
}

function isFlag(value: unknown): boolean {
  return value === undefined || typeof value === 'boolean';
}
