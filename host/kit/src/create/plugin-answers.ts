/** What is asked before a plugin is written. */
export interface PluginAnswers {
  /** `tessera.id`: first part of every name it gives. */
  readonly id: string;
  /** What people call it. */
  readonly label: { readonly en: string; readonly 'zh-CN': string };
  /** Whether it builds on the records of `customer`. */
  readonly customer: boolean;
}

const RESERVED = [
  'x',
  'public',
  'tessera',
  'pgboss',
  'dw',
  'information_schema',
  'api',
  'my-plugin',
];
const LONGEST_LABEL = 60;

/** Why a plugin cannot have this id; undefined when it can. */
export function idFault(id: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 40)
    return 'An id is made of lower-case letters, digits and single hyphens, begins with a letter, and has at most 40: for example visits, or acme-visits.';
  if (RESERVED.includes(id) || id.startsWith('pg-'))
    return `“${id}” is taken by Tessera itself. Choose another, for example acme-${id}.`;
  return undefined;
}

/** Why a plugin cannot be called so. */
export function labelFault(label: string): string | undefined {
  if (label.trim() === '' || label.length > LONGEST_LABEL)
    return `A name has 1 to ${LONGEST_LABEL} characters.`;
  if (/[\p{Cc}"\\`]/u.test(label)) return 'A name has no quotes, backslashes or line breaks.';
  return undefined;
}

/** `acme-visits` → `Acme visits`. */
export function labelOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
