import type { FieldMeta } from '@tessera/core';
import { icon, type TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { findField } from '../field/field-kind.ts';
import { entityOf, fieldTemplate, isBlank, tag } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import type { AuditEntry } from './audit-api.ts';
import { fieldWord } from './audit-words.ts';

/** A value that was erased by request: the audit says that there was one. */
function isErased(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$erased' in value;
}

/** What an entry says about fields: before and after; of a view only which were shown. */
export function auditValues(
  element: TesseraElement,
  { entity, action, changes }: AuditEntry,
  known: Readonly<Record<string, readonly [unknown, unknown]>> = changes,
): TemplateResult {
  const names = Object.keys(changes);
  if (names.length === 0) return html`<p class="mut">${element.t('audit.noValues')}</p>`;
  if (action === 'view' || action === 'erase') return seen(element, entity, action, names);
  return html`<dl class="values">
    ${names.map((name) => {
      const [before, after] = known[name] ?? changes[name]!;
      return html`<dt>${fieldWord(element, entity, name)}</dt>
        <dd>
          <span class="before">${shown(element, entity, name, before)}</span>
          ${icon('arrow-right', 12)}
          <span class="after">${shown(element, entity, name, after)}</span>
        </dd>`;
    })}
  </dl>`;
}

function seen(
  element: TesseraElement,
  entity: string,
  action: string,
  names: readonly string[],
): TemplateResult {
  return html`<p class="mut">${element.t(`audit.names.${action}`)}</p>
    <ul class="names">
      ${names.map((name) => html`<li>${tag(fieldWord(element, entity, name), null)}</li>`)}
    </ul>`;
}

function shown(element: TesseraElement, entity: string, name: string, value: unknown): unknown {
  if (isErased(value)) return tag(element.t('audit.erased'), 28);
  if (isBlank(value)) return html`<span class="mut">${element.t('field.empty')}</span>`;
  const meta = entityOf(element.meta, entity);
  const field = meta && findField(meta, name);
  const template = field && templateOf(element, field, value);
  if (template !== undefined && template !== nothing) return template;
  return html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;
}

/** A value from long ago may be of another kind than the field is now: then it is shown as it stands. */
function templateOf(element: TesseraElement, field: FieldMeta, value: unknown): unknown {
  try {
    return fieldTemplate(field, value, fieldViewOf(element));
  } catch {
    return undefined;
  }
}
