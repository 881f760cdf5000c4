import { formatField, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { titleOf, isExpanded } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { fieldTemplate, isBlank } from '../field/field-template.ts';
import type { FieldView, Shown } from '../field/field-template.ts';
import { daysSince, isOverdue, shortDay } from './board-mark.ts';
import { boardLayout } from './board-layout.ts';
import type { BoardLayout } from './board-layout.ts';
import { numberOf } from './board-summary.ts';
import { recordAvatar } from '../record/record-avatar.ts';

/** What cards of one board have in common. */
export interface CardFrame {
  readonly entity: EntityMeta;
  readonly layout: BoardLayout;
  readonly view: FieldView;
  readonly now: Date;
  readonly canMove: boolean;
}

/** What cards of a board by this field have in common, now. */
export function cardFrame(
  entity: EntityMeta,
  by: FieldMeta,
  view: FieldView,
  canMove: boolean,
): CardFrame {
  return { entity, layout: boardLayout(entity, by), view, now: new Date(), canMove };
}

/** The inside of a card: title, whom it is about, its values, and when it is due. */
export function cardContent(
  record: WireRecord,
  isClosed: boolean,
  isCurrent: boolean,
  frame: CardFrame,
): TemplateResult {
  const { entity, layout, view, canMove } = frame;
  const title = titleOf(entity, record);
  const tabIndex = isCurrent ? 0 : -1;
  return html`<span class="head">
      <a
        class="title ell"
        href="/${entity.path}/${record.id}"
        title=${title}
        draggable="false"
        tabindex=${tabIndex}
        aria-describedby=${canMove ? 'keys' : nothing}
        >${title}</a
      >
      ${staleMark(record, isClosed, frame)}
      ${
        canMove
          ? html`<button
              class="more"
              tabindex=${tabIndex}
              aria-haspopup="menu"
              aria-label=${view.t('board.menu', { title })}
            >
              ${icon('ellipsis', 16)}
            </button>`
          : nothing
      }
    </span>
    ${layout.subtitle ? html`<span class="about">${reference(record[layout.subtitle.name])}</span>` : nothing}
    ${bottomLine(record, isClosed, frame)}`;
}

function bottomLine(
  record: WireRecord,
  isClosed: boolean,
  frame: CardFrame,
): TemplateResult | typeof nothing {
  const { layout, view, now } = frame;
  const { line, due, owner } = layout;
  if (line.length === 0 && !due && !owner) return nothing;
  const values = line.filter(({ name }) => !isBlank(record[name]));
  return html`<span class="line">
    <span class="values">${values.map((field) => cardValue(field, record[field.name], view))}</span>
    ${due && !isBlank(record[due.name]) ? dueMark(due, record[due.name], isClosed, view, now) : nothing}
    ${owner ? ownerMark(record[owner.name], owner, view) : nothing}
  </span>`;
}

/** A label would take the room of the next value: it shows on pointing, and is read out. */
function cardValue(field: FieldMeta, value: unknown, view: FieldView): TemplateResult {
  const isMoney = field.type === 'money';
  return html`<span
    class="value num ${isMoney ? 'amount' : ''}"
    title=${view.localized(field.label)}
    ><span class="visually-hidden">${view.localized(field.label)}: </span
    >${shownValue(field, value, view)}</span
  >`;
}

/** Without links: the card itself is one. */
function shownValue(field: FieldMeta, value: unknown, view: FieldView): Shown {
  if (field.type === 'money' && isMoneyValue(value)) return compactMoney(value, view);
  if (['choice', 'choices', 'state'].includes(field.type)) return fieldTemplate(field, value, view);
  return formatField(value, field, view.locale, view.timeZone);
}

function dueMark(
  field: FieldMeta,
  value: unknown,
  isClosed: boolean,
  view: FieldView,
  now: Date,
): TemplateResult {
  const isLate = !isClosed && isOverdue(value, field, view, now);
  const label = view.localized(field.label);
  return html`<span
    class="due num ${isLate ? 'late' : ''}"
    title=${isLate ? view.t('board.overdue', { field: label }) : label}
    >${icon(isLate ? 'calendar-clock' : 'calendar', 14)}<span class="visually-hidden"
      >${isLate ? view.t('board.overdue', { field: label }) : label}:</span
    >
    ${shortDay(value, field, view, now)}</span
  >`;
}

function ownerMark(
  value: unknown,
  field: FieldMeta,
  view: FieldView,
): TemplateResult | typeof nothing {
  if (!isExpanded(value)) return nothing;
  return html`<span class="owner" title=${value.title}
    ><span class="visually-hidden">${view.localized(field.label)}: ${value.title}</span
    >${recordAvatar(value.title, value.id, { round: true, size: 18 })}</span
  >`;
}

function staleMark(
  record: WireRecord,
  isClosed: boolean,
  { layout, view, now }: CardFrame,
): TemplateResult | typeof nothing {
  const days = daysSince(record, layout.since, now);
  if (isClosed || days === null || days <= layout.staleAfterDays) return nothing;
  const text = view.t('board.stale', { count: days });
  return html`<span class="stale" title=${text}
    >${icon('hourglass', 12)}<span class="num" aria-hidden="true">${days}</span
    ><span class="visually-hidden">${text}</span></span
  >`;
}

function reference(value: unknown): TemplateResult | typeof nothing {
  if (!isExpanded(value)) return nothing;
  // Of one kind all along a column: a colour of its own tells more than that of the kind.
  const round = value.entity === 'tessera.user';
  return html`${recordAvatar(value.title, value.id, { round, size: 16 })}<span class="ell"
      >${value.title}</span
    >`;
}

function isMoneyValue(
  value: unknown,
): value is { readonly amount: string; readonly currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

function compactMoney(
  { amount, currency }: { readonly amount: string; readonly currency: string },
  view: FieldView,
): string {
  return new Intl.NumberFormat(view.locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(numberOf(amount));
}
