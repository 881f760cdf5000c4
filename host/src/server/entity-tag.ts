import { createHash } from 'node:crypto';

/** A strong tag of a text. Source: RFC 9110 §8.8.3. */
export function entityTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
}

/** Whether `If-None-Match` names the tag; weak and strong are alike there. Source: RFC 9110 §13.1.2. */
export function hasTag(header: string | undefined, tag: string): boolean {
  if (!header) return false;
  return header
    .split(',')
    .some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === tag);
}
