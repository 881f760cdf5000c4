import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import type { TimelineItem } from './timeline-days.ts';

const FILTERS = ['all', 'records', 'changes'] as const;

/** What of a timeline is shown: all, what people wrote and did, or what was changed. */
export type TimelineFilter = (typeof FILTERS)[number];

export function itemsShown(
  items: readonly TimelineItem[],
  filter: TimelineFilter,
): readonly TimelineItem[] {
  if (filter === 'all') return items;
  return items.filter(({ kind }) => (kind === 'record') === (filter === 'records'));
}

/** The choice of what is shown. */
export function timelineFilter(
  shown: TimelineFilter,
  view: FieldView,
  choose: (filter: TimelineFilter) => void,
): TemplateResult {
  return html`<div class="filter" role="group" aria-label=${view.t('timeline.filter')}>
    ${FILTERS.map(
      (filter) =>
        html`<button
          class="btn ghost"
          aria-pressed=${filter === shown}
          @click=${() => choose(filter)}
        >
          ${view.t(`timeline.filter.${filter}`)}
        </button>`,
    )}
  </div>`;
}
