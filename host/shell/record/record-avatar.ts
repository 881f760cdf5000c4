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

/** The avatar of a record. It only decorates: its title stands beside it. */
export function recordAvatar(title: string, id: string, options: AvatarOptions): TemplateResult {
  return html`<ts-avatar
    .name=${title}
    .seed=${id}
    .hue=${options.round ? null : (options.hue ?? null)}
    .size=${options.size}
    ?round=${options.round}
  ></ts-avatar>`;
}
