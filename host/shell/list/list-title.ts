import type { EntityMeta } from '@tessera/core';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';

/** The title of a row: a real link, so that it opens in another tab as well. */
export function titleCell(entity: EntityMeta, record: WireRecord): TemplateResult {
  return html`<a class="link ell title" href="/${entity.path}/${record.id}"
    >${titleOf(entity, record)}</a
  >`;
}
