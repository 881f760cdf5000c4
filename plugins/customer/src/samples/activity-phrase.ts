/** Something that was done or said: `{person}`, `{given}`, `{title}` (a Chinese form of address) and `{company}` are filled in. */
export type Phrase = readonly [
  type: 'note' | 'call' | 'mail' | 'meeting' | 'task',
  subject: string,
  body: string,
];

/** A text with its blanks filled. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (blank, name: string) => values[name] ?? blank);
}
