import { icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { problemText } from '../record/record-problem.ts';
import { midSentence } from '../field/field-words.ts';
import { importPath } from '../import/import-path.ts';
import { mayImport } from './list-may-import.ts';
import type { SavedView } from '../saved-view/saved-view.ts';

/** Widths of the bones of a row, in per cent: uneven, as real rows are. */
const BONES = [24, 12, 16, 9, 14, 11];

/** Rows to come; shown only when they take a moment. */
export function skeletonRows(view: FieldView): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${view.t('list.loading')}>
    ${Array.from(
      { length: 14 },
      (_, row) =>
        html`<div>
          ${BONES.map((width, at) => html`<span class="bone" style="width:${width - ((row + at) % 3) * 3}%"></span>`)}
        </div>`,
    )}
  </div>`;
}

/** Nothing here yet: what it is for, and how to begin. */
export function emptyState(
  entity: EntityMeta,
  view: FieldView,
  create: () => void,
): TemplateResult {
  const plural = midSentence(view.localized(entity.plural));
  return html`<section class="state">
    <span class="emblem" style="--h:${entity.hue ?? 262}">${icon(entity.icon, 22)}</span>
    <h2>${view.t('list.empty', { entities: plural })}</h2>
    <p>
      ${entity.description ? view.localized(entity.description) : view.t('list.empty.hint', { entities: plural })}
    </p>
    <div class="actions">
      ${
        entity.actions.create
          ? html`<button class="btn primary" @click=${create}>
              ${icon('plus', 16)}
              ${view.t('list.create', { entity: midSentence(view.localized(entity.label)) })}
            </button>`
          : nothing
      }
      ${
        mayImport(entity, view)
          ? html`<a class="btn" href=${importPath(entity)}>
              ${icon('upload', 16)} ${view.t('list.empty.import')}
            </a>`
          : nothing
      }
    </div>
    ${
      entity.actions.create && !entity.auxiliary && entity.plugin !== 'tessera'
        ? html`<a class="quiet-link" href="/">${view.t('list.empty.sample')}</a>`
        : nothing
    }
  </section>`;
}

/** The filter or the search fits nothing. */
export function noMatchState(
  entity: EntityMeta,
  view: FieldView,
  clear: () => void,
): TemplateResult {
  return html`<section class="state">
    <span class="emblem">${icon('search-x', 22)}</span>
    <h2>${view.t('list.none', { entities: midSentence(view.localized(entity.plural)) })}</h2>
    <p>${view.t('list.none.hint')}</p>
    <div class="actions">
      <button class="btn primary" @click=${clear}>${view.t('list.clear')}</button>
    </div>
  </section>`;
}

/** There is no such view, or none that this person may see: both read the same. */
export function missingViewState(entity: EntityMeta, view: FieldView): TemplateResult {
  return html`<section class="state">
    <span class="emblem">${icon('search-x', 22)}</span>
    <h2>${view.t('view.missing')}</h2>
    <p>${view.t('view.missing.hint')}</p>
    <div class="actions">${allLink(entity, view)}</div>
  </section>`;
}

/** The view names a field that is off: without it the list would show something else. With `leave` the condition can be taken out. */
export function dormantState(
  entity: EntityMeta,
  view: FieldView,
  { name, missing, needs }: SavedView,
  leave?: () => void,
): TemplateResult {
  const list = new Intl.ListFormat(view.locale);
  const fields = list.format(missing);
  const plugins = list.format(needs.map(({ label }) => view.localized(label)));
  const count = missing.length;
  return html`<section class="state" role="status">
    <span class="emblem" style="--h:75">${icon('unplug', 22)}</span>
    <h2>${view.t('view.dormant', { name })}</h2>
    <p>
      ${
        needs.length > 0
          ? view.t('view.dormant.needs', { fields, plugins, count: needs.length })
          : view.t('view.dormant.hint', { fields })
      }
    </p>
    <div class="actions">
      ${
        leave
          ? html`<button class="btn primary" @click=${leave}>
              ${view.t('list.dormant.leave', { count })}
            </button>`
          : allLink(entity, view)
      }
    </div>
  </section>`;
}

/** The filter names fields that are off: without their conditions the list would show something else. */
export function dormantFilterState(
  view: FieldView,
  missing: readonly string[],
  leave: () => void,
): TemplateResult {
  const fields = new Intl.ListFormat(view.locale).format(missing);
  const count = missing.length;
  return html`<section class="state" role="status">
    <span class="emblem" style="--h:75">${icon('unplug', 22)}</span>
    <h2>${view.t('list.dormant')}</h2>
    <p>${view.t('list.dormant.hint', { fields, count })}</p>
    <div class="actions">
      <button class="btn primary" @click=${leave}>
        ${view.t('list.dormant.leave', { count })}
      </button>
    </div>
  </section>`;
}

function allLink(entity: EntityMeta, view: FieldView): TemplateResult {
  const entities = midSentence(view.localized(entity.plural));
  return html`<a class="btn primary" href="/${entity.path}"
    >${view.t('view.show.all', { entities })}</a
  >`;
}

/** It could not be read; `title` is the key of what is said about it. */
export function failedState(
  title: 'list.failed' | 'record.failed',
  failure: unknown,
  view: FieldView,
  retry: () => void,
): TemplateResult {
  return html`<section class="state" role="alert">
    <span class="emblem" style="--h:28">${icon('triangle-alert', 22)}</span>
    <h2>${view.t(title)}</h2>
    <p>${problemText(failure, view.t)}</p>
    <div class="actions">
      <button class="btn primary" @click=${retry}>
        ${icon('rotate-cw', 16)} ${view.t('action.retry')}
      </button>
    </div>
  </section>`;
}
