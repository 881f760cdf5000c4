import type { TesseraElement } from '@tessera/sdk/ui';
import { boardFields } from '../board/board-fields.ts';
import type { Command } from '../palette/command.ts';
import { midSentence } from '../field/field-words.ts';
import type { ListModel } from './list-model.ts';
import type { ViewCommand } from '../saved-view/saved-view-tabs.ts';

/** What the command palette offers while a list is shown. */
export function listCommands(
  element: TesseraElement,
  model: ListModel,
  { create, command }: { create: () => void; command: (command: ViewCommand) => void },
): readonly Command[] {
  const { entity, query, saved, isChanged, isBoard } = model;
  if (!entity) return [];
  const label = midSentence(element.localized(entity.label));
  const commands: Command[] = [];
  const add = (
    id: string,
    text: string,
    symbol: string,
    run: () => void,
    shortcut?: string,
  ): void =>
    void commands.push({
      id: `list.${id}`,
      label: text,
      icon: symbol,
      run,
      ...(shortcut ? { shortcut } : {}),
    });
  if (entity.actions.create)
    add('create', element.t('list.create', { entity: label }), 'plus', create, 'C');
  if (boardFields(entity, element.meta).length > 0) {
    const layout = isBoard ? 'table' : 'board';
    const text = element.t(`layout.show.${layout}`);
    add('layout', text, isBoard ? 'table-2' : 'square-kanban', () => model.show({ layout }));
  }
  if (isChanged && saved?.mayChange)
    add('update', element.t('view.update'), 'save', () => command('update'));
  add('save', element.t('view.saveNew'), 'bookmark-plus', () => command('create'));
  if (isChanged) add('reset', element.t('view.reset.long'), 'undo-2', () => command('reset'));
  if (query.view !== null && saved?.mayChange)
    add('edit', element.t('view.edit.title'), 'pencil', () => command('edit'));
  return commands;
}
