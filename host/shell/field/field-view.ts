import type { TesseraElement } from '@tessera/sdk/ui';
import type { FieldView } from './field-template.ts';

/** What showing values needs, taken from the element that shows them. */
export function fieldViewOf(element: TesseraElement): FieldView {
  return {
    locale: element.locale,
    timeZone: element.timeZone,
    meta: element.meta,
    t: (key, values) => element.t(key, values),
    localized: (text) => element.localized(text),
  };
}
