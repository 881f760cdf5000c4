import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from './field-template.ts';
import { problemText } from './record-problem.ts';
import { midSentence } from './field-words.ts';

export function recordSkeleton(view: FieldView): TemplateResult {
  return html`<div class="skeleton waiting" role="status" aria-label=${view.t('list.loading')}>
    <span class="bone" style="width:34%;height:18px"></span>
    <span class="bone" style="width:20%"></span>
    <span class="bone" style="width:90%;height:26px"></span>
    <span class="bone" style="width:56%"></span>
    <span class="bone" style="width:44%"></span>
  </div>`;
}

/** There is no such record, or none that this person may see: both read the same. */
export function missingRecord(entity: EntityMeta, view: FieldView): TemplateResult {
  const label = midSentence(view.localized(entity.label));
  return html`<section class="state">
    <span class="emblem" style="--h:${entity.hue ?? 262}">${icon(entity.icon, 22)}</span>
    <h2>${view.t('record.missing', { entity: label })}</h2>
    <p>${view.t('record.missing.hint')}</p>
    <div class="actions">
      <a class="btn primary" href="/${entity.path}"
        >${view.t('record.to.list', { entities: midSentence(view.localized(entity.plural)) })}</a
      >
    </div>
  </section>`;
}

export function failedRecord(failure: unknown, view: FieldView, retry: () => void): TemplateResult {
  return html`<section class="state" role="alert">
    <span class="emblem" style="--h:28">${icon('triangle-alert', 22)}</span>
    <h2>${view.t('record.failed')}</h2>
    <p>${problemText(failure, view.t)}</p>
    <div class="actions">
      <button class="btn primary" @click=${retry}>
        ${icon('rotate-cw', 16)} ${view.t('action.retry')}
      </button>
    </div>
  </section>`;
}
