import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import type { Trail } from './record-trail.ts';

export interface CrumbActions {
  /** The neighbours in the list that the record was opened from. */
  readonly trail: Trail | undefined;
  readonly back: (event: Event) => void;
  readonly go: (to: 'previous' | 'next') => void;
}

/** The bar above a record: the way back to its list, and on to its neighbours there. */
export function recordCrumbs(
  entity: EntityMeta,
  title: string,
  view: FieldView,
  { trail, back, go }: CrumbActions,
): TemplateResult {
  const step = (to: 'previous' | 'next', symbol: string, key: string): TemplateResult => {
    const label = view.t(`record.${to}`);
    return html`<button
      class="btn ghost icon"
      aria-label=${label}
      aria-keyshortcuts=${key}
      title=${`${label} (${key})`}
      ?disabled=${!trail?.[to]}
      @click=${() => go(to)}
    >
      ${icon(symbol, 14)}
    </button>`;
  };
  return html`<nav class="crumbs" aria-label=${view.t('record.crumbs')}>
    ${icon(entity.icon, 16)}
    <a class="link" href=${`/${entity.path}`} @click=${back}>${view.localized(entity.plural)}</a>
    <span class="mut" aria-hidden="true">/</span>
    <span class="ell here" aria-current="page">${title}</span>
    ${trail ? [step('previous', 'chevron-up', 'k'), step('next', 'chevron-down', 'j')] : nothing}
  </nav>`;
}
