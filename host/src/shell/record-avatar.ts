import { html } from 'lit';
import type { TemplateResult } from 'lit';

export interface AvatarOptions {
  /** People are round, things have corners. */
  readonly round: boolean;
  /** Degrees of OKLCH; without it one is made from the id, so that it stays the same. */
  readonly hue?: number | null;
  /** In pixels. */
  readonly size: number;
}

/** The initials of a record on its colour. It only decorates: its title stands beside it. */
export function recordAvatar(title: string, id: string, options: AvatarOptions): TemplateResult {
  const hue = options.round ? hueOf(id) : (options.hue ?? hueOf(id));
  const size = `${options.size}px`;
  const style = `--h:${hue};width:${size};height:${size};font-size:${Math.round(options.size * 0.42)}px`;
  return html`<span
    class=${options.round ? 'avatar' : 'avatar square'}
    style=${style}
    aria-hidden="true"
    >${initials(title)}</span
  >`;
}

/** One Han character, or the first letters of the first and last word. */
export function initials(title: string): string {
  const words = title
    .trim()
    .split(/[\s·,&]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = Array.from(words[0] ?? '')[0] ?? '';
  if (/\p{Script=Han}/u.test(first) || words.length < 2) return first.toUpperCase();
  return (first + (Array.from(words.at(-1) ?? '')[0] ?? '')).toUpperCase();
}

function hueOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return sum;
}
