import { icon } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';

/** Says of a field that whoever reads it is written down. */
export function sensitiveMark(
  field: FieldMeta,
  speaker: Pick<FieldView, 't'>,
): TemplateResult | typeof nothing {
  if (!field.sensitive) return nothing;
  const text = speaker.t('sensitive.read');
  return html`<span class="sensitive" role="img" title=${text} aria-label=${text}
    >${icon('eye', 12)}</span
  >`;
}
