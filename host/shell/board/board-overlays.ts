import { html } from 'lit';
import type { TemplateResult } from 'lit';
import './board-menu.ts';
import '../form/form-drawer.ts';
import type { BoardModel } from './board-model.ts';
import { titleOf } from '../field/field-kind.ts';
import type { EntityMeta } from '@tessera/core';

/** The card whose menu is open. */
export interface OpenMenu {
  readonly id: string;
  readonly anchor: Element | null;
}

/** The form that is open: of a record, or of a new one with what it begins with. */
export interface OpenForm {
  readonly record?: string;
  readonly prefill: Readonly<Record<string, unknown>>;
}

export interface MenuActions {
  readonly open: () => void;
  readonly edit: () => void;
  readonly move: (lane: string) => void;
  readonly closed: () => void;
}

/** What can be done with a card; null when the card is gone. */
export function cardMenu(
  { id, anchor }: OpenMenu,
  model: BoardModel,
  actions: MenuActions,
): TemplateResult | null {
  const found = model.find(id);
  if (!found) return null;
  return html`<ts-board-menu
    .heading=${titleOf(model.source.request.entity, found.record)}
    .lanes=${model.lanes}
    .at=${found.lane.key}
    .anchor=${anchor}
    @ts-menu-open=${actions.open}
    @ts-menu-edit=${actions.edit}
    @ts-menu-move=${(event: CustomEvent<{ lane: string }>) => actions.move(event.detail.lane)}
    @ts-menu-closed=${actions.closed}
  ></ts-board-menu>`;
}

/** The drawer in which a record of the board is made or changed. */
export function cardForm(
  { record, prefill }: OpenForm,
  entity: EntityMeta,
  { saved, closed }: { readonly saved: () => void; readonly closed: () => void },
): TemplateResult {
  return html`<ts-form
    entity=${entity.id}
    .record=${record}
    .prefill=${prefill}
    @ts-record-saved=${saved}
    @ts-form-closed=${closed}
  ></ts-form>`;
}
