import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { findField } from '../field/field-kind.ts';
import { fieldTemplate, isBlank, stateHue, tag } from '../field/field-template.ts';
import type { FieldView, Shown } from '../field/field-template.ts';
import { seededTitle } from '../field/seeded-title.ts';

/** What changed, field by field: before, an arrow, after; and what can be done with it, where there is something. */
export function fieldChanges(
  entity: EntityMeta,
  changes: Readonly<Record<string, readonly [unknown, unknown]>>,
  view: FieldView,
  tool?: (field: string) => TemplateResult | typeof nothing,
): TemplateResult {
  return html`<dl class="changes">
    ${Object.entries(changes).map(([name, [before, after]]) => {
      const field = findField(entity, name);
      const label = field ? view.localized(field.label) : name;
      return html`<dt>${label}</dt>
        <dd>
          <span class="before">${shown(entity, name, before, view)}</span>
          ${icon('arrow-right', 12)}
          <span class="after">${shown(entity, name, after, view)}</span>
        </dd>
        ${tool ? html`<dd class="tool">${tool(name)}</dd>` : nothing}`;
    })}
  </dl>`;
}

function shown(entity: EntityMeta, name: string, value: unknown, view: FieldView): Shown {
  const field = findField(entity, name);
  if (isBlank(value) || !field) return view.t('field.empty');
  // The history of states tells a state by its label.
  const label =
    typeof value === 'object' && value !== null && 'label' in value ? value.label : undefined;
  if (typeof label === 'string') {
    const state = { id: '', title: label, entity: field.target ?? '', ...(value as object) };
    return tag(
      seededTitle(view.meta, state.entity, label, view.locale),
      stateHue(state, view.meta),
    );
  }
  return fieldTemplate(field, value, view);
}
