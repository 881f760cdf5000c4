import { domainToASCII } from 'node:url';
import type { PersonAddress } from './person-address.ts';

/** Digits that tell one telephone from another, whether the country or a zero stands before them. */
const PHONE_DIGITS = 9;
/** Mail to these goes to one box wherever dots stand. */
const DOTLESS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * The form in which addresses that reach the same person are the same: without what nobody sees, what follows a `+`, and the way in which
 * a domain or a country is written. It is wider than equality: rather one too many is held back than somebody who was erased comes back.
 */
export function suppressedForm({ kind, value }: PersonAddress): string {
  return kind === 'phone' ? value.slice(-PHONE_DIGITS) : mailbox(value);
}

function mailbox(email: string): string {
  const plain = email.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  const at = plain.lastIndexOf('@');
  const domain = plain.slice(at + 1).replace(/\.$/, '');
  const ascii = domainToASCII(domain) || domain;
  const box = plain.slice(0, at).replace(/(?<=.)\+.*$/, '');
  return DOTLESS.has(ascii) ? `${box.replaceAll('.', '')}@gmail.com` : `${box}@${ascii}`;
}
