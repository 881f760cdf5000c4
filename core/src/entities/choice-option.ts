import type { ChoiceOption } from './field.ts';

/** The keys that a choice may have, as a type. */
export type KeyOf<O> = O extends string ? O : O extends { readonly key: infer K } ? K : never;

/** An option that is only its key gets a label from it. */
export function toOption(option: string | ChoiceOption): ChoiceOption {
  return typeof option === 'string'
    ? { key: option, label: { en: option.charAt(0).toUpperCase() + option.slice(1) } }
    : option;
}
