import { icon } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { importPath } from '../import/import-path.ts';
import type { HistoryRow } from './record-client.ts';

/** Who did it, and whose eyes, hands or order were behind: everybody that the audit names. */
export function historyActor(row: HistoryRow, { t }: FieldView): TemplateResult {
  const { actor, initiator, impersonator } = row;
  const isNamed = actor !== null && actor.name !== '';
  const who = isNamed ? actor.name : t('timeline.nobody');
  const kind = actor && actor.kind !== 'user' ? t(`history.actor.${actor.kind}`) : '';
  const behind = [
    ...(impersonator ? [t('history.impersonator', { name: impersonator.name })] : []),
    ...(initiator ? [t('history.initiator', { name: initiator.name })] : []),
  ];
  return html`<b>${who}</b>${kind ? html` <span class="kind">${kind}</span>` : nothing}
    ${behind.map((text) => html`<span class="mut">${text}</span>`)}`;
}

/** From where: the way it came, and the import, workflow or job that it belongs to. */
export function historyOrigin(row: HistoryRow, { t }: FieldView): TemplateResult {
  const { source, cause, requestId } = row;
  const request = requestId ? t('history.request', { request: requestId }) : '';
  return html`<span title=${request || nothing}
      >${t(`history.source.${source}`, { defaultValue: source })}</span
    >${cause ? html` · ${causeOf(cause, t)}` : nothing}`;
}

function causeOf(
  { kind, id }: NonNullable<HistoryRow['cause']>,
  t: FieldView['t'],
): TemplateResult {
  const text = t(`history.cause.${kind}`, { defaultValue: kind });
  return kind === 'import'
    ? html`<a class="link" href=${`${importPath()}/${id}`}>${text}</a>`
    : html`<span title=${id}>${text}</span>`;
}

/** Why, in the words of whoever did it. */
export function historyReason({ reason }: HistoryRow, { t }: FieldView): TemplateResult {
  return reason
    ? html`<p class="reason">
        ${icon('message-square-quote', 12)}
        <span class="visually-hidden">${t('reason.label')}:</span> <q>${reason}</q>
      </p>`
    : html``;
}
