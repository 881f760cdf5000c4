/** A number as it stands in a table. */
export interface NumberText {
  /** Canonical: `-1234.5`, without sign where it is zero. */
  readonly number: string;
  /** ISO 4217 code, or a sign such as `¥`, that stood beside it. */
  readonly unit?: string;
}

const SPACES = /[\s\u00a0\u202f']/g;

/**
 * Reads a number with group separators, a currency beside it, a percent sign, or parentheses for less than zero. Undefined when it
 * is none, or when its separators stand where they cannot: `1,23` with a point as decimal mark is not 123.
 */
export function parseNumber(text: string, decimal: '.' | ',' = '.'): NumberText | undefined {
  const plain = text.normalize('NFKC').replaceAll('\u2212', '-').trim();
  const inParentheses = /^\((.*)\)$/.exec(plain)?.[1];
  const parts = /^([+-]?)\s*([A-Z]{3}|\p{Sc})?\s*([+-]?)([\d.,'\s]+)\s*([A-Z]{3}|\p{Sc}|%)?$/u.exec(
    (inParentheses ?? plain).trim(),
  );
  if (!parts) return undefined;
  const [, sign = '', before, inner = '', digits = '', after] = parts;
  const number = canonical(digits.replaceAll(SPACES, ''), decimal);
  if (number === undefined) return undefined;
  const isNegative = [sign, inner].includes('-') !== (inParentheses !== undefined);
  const unit = before ?? (after === '%' ? undefined : after);
  return {
    number: isNegative && /[1-9]/.test(number) ? `-${number}` : number,
    ...(unit === undefined ? {} : { unit }),
  };
}

/** The exact product of two decimal numbers, canonical. */
export function multiply(one: string, other: string): string {
  const [digits, scale] = toInteger(one);
  const [otherDigits, otherScale] = toInteger(other);
  const product = digits * otherDigits;
  const places = scale + otherScale;
  const text = (product < 0n ? -product : product).toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = places === 0 ? '' : text.slice(-places).replace(/0+$/, '');
  return `${product < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Whether two decimal numbers are the same, however many zeros they end in. */
export function isSameNumber(one: unknown, other: unknown): boolean {
  const [first, second] = [String(one), String(other)];
  const number = /^-?\d+(\.\d+)?$/;
  if (!number.test(first) || !number.test(second)) return first === second;
  return multiply(first, '1') === multiply(second, '1');
}

function canonical(digits: string, decimal: '.' | ','): string | undefined {
  const group = decimal === '.' ? ',' : '.';
  const [whole = '', fraction, ...rest] = digits.split(decimal);
  if (rest.length > 0 || fraction?.includes(group)) return undefined;
  const [first = '', ...groups] = whole.split(group);
  if (groups.length > 0 && !(/^\d{1,3}$/.test(first) && areGroups(groups))) return undefined;
  const plain = `${[first, ...groups].join('') || '0'}${fraction ? `.${fraction}` : ''}`;
  return /^\d+(\.\d+)?$/.test(plain) && /\d/.test(digits)
    ? plain.replace(/^0+(?=\d)/, '')
    : undefined;
}

/** Thousands, or lakhs and crores with a last group of three. */
function areGroups(groups: readonly string[]): boolean {
  return groups.at(-1)?.length === 3 && groups.every((group) => /^\d{2,3}$/.test(group));
}

function toInteger(number: string): [bigint, number] {
  const [whole = '0', fraction = ''] = number.split('.');
  return [BigInt(whole + fraction), fraction.length];
}
