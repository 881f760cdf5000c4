import type { Scope } from '@tessera/core';
import { icon } from '@tessera/sdk/ui';
import { css, html, type CSSResult, type TemplateResult } from 'lit';
import { kindOf, uniteScopes, type ScopeKind } from './role-scope.ts';
import { scopeText, type Speaker } from './role-words.ts';

const ICONS: Readonly<Record<ScopeKind, string>> = {
  none: 'ban',
  own: 'user',
  team: 'users',
  teamTree: 'network',
  all: 'globe',
  filter: 'funnel',
};

function scopeIcon(kind: ScopeKind, size = 13): TemplateResult {
  return icon(ICONS[kind], size);
}

/** How far an action reaches, as an icon and a word; the colour only repeats them. */
export function scopePill(
  speaker: Speaker,
  scopes: readonly Scope[],
  isQuiet = false,
): TemplateResult {
  const kind = kindOf(uniteScopes(scopes)[0] ?? 'none');
  return html`<span class="pill ${kind} ${isQuiet ? 'quiet' : ''}"
    >${scopeIcon(kind)}<span class="ell">${scopeText(speaker, scopes)}</span></span
  >`;
}

export const pillStyles: CSSResult = css`
  .pill {
    --c: oklch(0.6 0.02 262);
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-width: 100%;
    height: 22px;
    padding: 0 7px;
    border: 1px solid transparent;
    border-radius: 5px;
    font-size: 12px;
    line-height: 18px;
    font-weight: 500;
    white-space: nowrap;
    color: light-dark(oklch(from var(--c) 0.42 c h), oklch(from var(--c) 0.86 calc(c * 0.8) h));
    background: light-dark(
      oklch(from var(--c) 0.955 calc(c * 0.22) h),
      oklch(from var(--c) 0.32 calc(c * 0.4) h)
    );
  }
  .pill.own {
    --c: oklch(0.65 0.17 75);
  }
  .pill.team {
    --c: oklch(0.65 0.17 250);
  }
  .pill.teamTree {
    --c: oklch(0.65 0.17 290);
  }
  .pill.all {
    --c: oklch(0.65 0.17 155);
  }
  .pill.filter {
    --c: oklch(0.65 0.17 28);
  }
  .pill.quiet {
    background: none;
    border: 1px dashed var(--ts-line-strong);
  }
  .pill.none.quiet {
    border-color: transparent;
    color: var(--ts-fg-3);
  }
`;
