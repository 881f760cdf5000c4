import type { LocalizedText } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import '../field/field-editor.ts';
import type { Values } from '../field/field-changes.ts';
import type { FormGroup } from './form-groups.ts';

export interface FormState {
  readonly draft: Values;
  /** What is wrong, by field. */
  readonly problems: Readonly<Record<string, string>>;
  /** The record that is changed; null while it is made. */
  readonly record: { readonly entity: string; readonly id: string } | null;
  readonly localized: (text: LocalizedText) => string;
  readonly changed: (event: CustomEvent<{ name: string; value: unknown }>) => void;
}

/** One group of a form with an editor for each field. */
export function formSection(group: FormGroup, form: FormState): TemplateResult {
  return html`<section>
    ${group.label ? html`<h3>${form.localized(group.label)}</h3>` : nothing}
    ${group.fields.map(
      (field) =>
        html`<ts-field-editor
          data-field=${field.name}
          .field=${field}
          .value=${form.draft[field.name] ?? null}
          .draft=${form.draft}
          .record=${form.record}
          .error=${form.problems[field.name] ?? ''}
          @ts-field-changed=${form.changed}
        ></ts-field-editor>`,
    )}
  </section>`;
}
