import { icon, toast } from '@tessera/sdk/ui';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import type { FieldView } from '../field/field-template.ts';
import { midSentence } from '../field/field-words.ts';
import type { RecordClient } from './record-client.ts';
import { problemText } from './record-problem.ts';

export interface Gone {
  readonly client: RecordClient;
  /** The record as it was seen last. */
  readonly record: WireRecord;
  readonly view: FieldView;
  /** Called when it is back. */
  readonly restored: () => unknown;
}

/** Somebody deleted the record, or stopped sharing it, while it was looked at. Who may delete may bring it back. */
export function goneRecord({ client, record, view, restored }: Gone): TemplateResult {
  const { entity } = client;
  const canRestore = entity.actions.delete;
  const restore = async (): Promise<void> => {
    try {
      await client.restore(record.id);
      await restored();
    } catch (error) {
      toast({ text: problemText(error, view.t), tone: 'error' });
    }
  };
  return html`<section class="state" role="status">
    <span class="emblem" style="--h:${entity.hue ?? 262}">${icon(entity.icon, 22)}</span>
    <h2>${view.t('record.gone', { title: titleOf(entity, record) })}</h2>
    <p>${view.t(canRestore ? 'record.gone.hint' : 'record.gone.ask')}</p>
    <div class="actions">
      ${
        canRestore
          ? html`<button class="btn primary" @click=${restore}>
              ${icon('rotate-ccw', 16)} ${view.t('record.gone.restore')}
            </button>`
          : nothing
      }
      <a class="btn" href="/${entity.path}"
        >${view.t('record.to.list', { entities: midSentence(view.localized(entity.plural)) })}</a
      >
    </div>
  </section>`;
}
