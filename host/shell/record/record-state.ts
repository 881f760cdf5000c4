import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { midSentence } from '../field/field-words.ts';

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
