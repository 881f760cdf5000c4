import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { exportUrl } from '../export/export-link.ts';
import type { ExportMenuRequest } from '../export/export-menu.ts';
import type { FieldView } from '../field/field-template.ts';
import type { ListModel } from './list-model.ts';
import { loadPart } from '../app/part.ts';

const FORMATS = [
  ['csv', 'file-text'],
  ['xlsx', 'file-spreadsheet'],
] as const;

/** What a list shows, as its export takes it. */
export function exportRequest(
  entity: EntityMeta,
  view: FieldView,
  { query, columns }: ListModel,
): ExportMenuRequest {
  return {
    filter: query.filter,
    search: query.search,
    sort: query.sort ?? entity.list.sort,
    columns: columns.map(({ field }) => field.name),
    locale: view.locale,
  };
}

/** The menu that exports what a list shows, on a phone a line for each format; nothing for whoever may not. */
export function listExport(
  entity: EntityMeta,
  view: FieldView,
  model: ListModel,
  isNarrow: boolean,
): TemplateResult | typeof nothing {
  const { reading, missing, isMissing, saved } = model;
  const isAsleep = missing.length > 0 || isMissing || saved?.isDormant;
  if (!entity.actions.export || isAsleep) return nothing;
  const request = exportRequest(entity, view, model);
  if (isNarrow) {
    return html`${FORMATS.map(
      ([format, symbol]) =>
        html`<a class="line" download href=${exportUrl(entity, { ...request, format })}
          >${icon(symbol, 16)} ${view.t('export.open')} · ${view.t(`export.${format}`)}</a
        >`,
    )}`;
  }
  loadPart(() => import('../export/export-menu.ts'));
  return html`<ts-export-menu
    .entity=${entity}
    .request=${request}
    .total=${reading.isLoaded ? reading.total : undefined}
  ></ts-export-menu>`;
}
