import { icon } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Lane } from './board-lanes.ts';
import type { LaneContent } from './board-model.ts';
import { compactSum, fullSum } from './board-summary.ts';
import type { LaneSummary } from './board-summary.ts';
import { tag } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { problemText } from '../record/record-problem.ts';

export interface LaneActions {
  readonly isFolded: boolean;
  /** Folds or unfolds; null where columns do not fold. */
  readonly fold: (() => void) | null;
  /** Null where nothing can be made. */
  readonly create: (() => void) | null;
}

/** The head of a column: its value, how many, and the sums. */
export function laneHead(
  lane: Lane,
  summary: LaneSummary,
  sums: readonly FieldMeta[],
  view: FieldView,
  { isFolded, fold, create }: LaneActions,
): TemplateResult {
  const count = new Intl.NumberFormat(view.locale).format(summary.count);
  const names = { label: lane.label };
  return html`<header>
    ${
      isFolded
        ? html`<button
            class="unfold"
            aria-expanded="false"
            aria-label=${view.t('board.unfold', names)}
            title=${view.t('board.unfold', names)}
            @click=${fold}
          >
            ${icon('chevrons-left-right', 14)}
          </button>`
        : nothing
    }
    <h2 class="name">${tag(lane.label, lane.hue)}</h2>
    <span class="count num" aria-hidden="true">${count}</span>
    ${isFolded ? nothing : laneSums(summary, sums, view)}
    ${
      isFolded || !fold
        ? nothing
        : html`<button
            class="tool fold"
            aria-expanded="true"
            aria-label=${view.t('board.fold', names)}
            title=${view.t('board.fold', names)}
            @click=${fold}
          >
            ${icon('chevrons-right-left', 14)}
          </button>`
    }
    ${
      isFolded || !create
        ? nothing
        : html`<button
            class="tool"
            aria-label=${view.t('board.create', names)}
            title=${view.t('board.create', names)}
            @click=${create}
          >
            ${icon('plus', 16)}
          </button>`
    }
  </header>`;
}

function laneSums(
  { sums, weighted, count }: LaneSummary,
  fields: readonly FieldMeta[],
  view: FieldView,
): TemplateResult {
  const [first] = fields;
  const shown = count > 0 ? fields : [];
  return html`<span class="sums num">
    ${shown.map((field) => {
      const sum = sums[field.name] ?? 0;
      const title = `${view.localized(field.label)}: ${fullSum(sum, field, view)}`;
      return html`<span title=${title}>${compactSum(sum, field, view)}</span>`;
    })}
    ${
      weighted === null || !first || count === 0
        ? nothing
        : html`<span
            class="weighted"
            title=${view.t('board.weighted', { sum: fullSum(weighted, first, view) })}
            ><span class="visually-hidden">${view.t('board.weighted.short')}</span>
            ${icon('scale', 11)} ${compactSum(weighted, first, view)}</span
          >`
    }
  </span>`;
}

/** What a column says instead of cards, or below them. */
export function laneNote(
  content: LaneContent,
  view: FieldView,
  retry: () => void,
): TemplateResult | typeof nothing {
  if (content.failure) {
    return html`<div class="note" role="alert">
      <p>${problemText(content.failure, view.t)}</p>
      <button class="btn" @click=${retry}>
        ${icon('rotate-cw', 14)} ${view.t('action.retry')}
      </button>
    </div>`;
  }
  if (!content.isStarted) {
    return html`<div class="bones skeleton" role="status" aria-label=${view.t('list.loading')}>
      ${[68, 52, 60].map((width) => html`<div class="blank"><span class="bone" style="width:${width}%"></span><span class="bone" style="width:${width - 22}%"></span></div>`)}
    </div>`;
  }
  if (content.records.length === 0) return html`<p class="note empty">${view.t('board.empty')}</p>`;
  return nothing;
}
