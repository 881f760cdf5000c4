import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Values } from '../field/field-changes.ts';
import './form-drawer.ts';

/** A form that is to be opened: for a record, or for a new one with values to begin with. The detail of `ts-form-wanted`. */
export interface FormWanted {
  readonly entity: string;
  readonly record?: string;
  readonly prefill?: Values;
  readonly preset?: Values;
}

/** The drawer that is wanted, if one is. */
export function wantedForm(
  form: FormWanted | null,
  saved: () => void,
  closed: () => void,
): TemplateResult | typeof nothing {
  if (!form) return nothing;
  return html`<ts-form
    .entity=${form.entity}
    .record=${form.record}
    .prefill=${form.prefill ?? {}}
    .preset=${form.preset ?? {}}
    @ts-record-saved=${saved}
    @ts-form-closed=${closed}
  ></ts-form>`;
}
