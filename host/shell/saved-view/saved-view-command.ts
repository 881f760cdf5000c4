import type { TesseraElement } from '@tessera/sdk/ui';
import { toast } from '@tessera/sdk/ui';
import type { ListQuery } from '../list/list-query.ts';
import type { SavedViewBook } from './saved-view-book.ts';
import { askForView } from './saved-view-dialog.ts';
import type { ViewCommand } from './saved-view-tabs.ts';
import { viewOfQuery } from './saved-view.ts';
import type { SavedView, ViewSharing } from './saved-view.ts';

/** The list in which a command was given. */
export interface ViewPlace {
  readonly element: TesseraElement;
  readonly book: SavedViewBook;
  readonly query: ListQuery;
  /** Shows a view as it was saved; null for the entity's own list. */
  readonly open: (view: SavedView | null) => void;
}

/** Does with the view that is shown what was chosen. */
export async function runViewCommand(place: ViewPlace, command: ViewCommand): Promise<void> {
  const { element, book, query, open } = place;
  const view = book.find(query.view);
  const plain: ViewSharing = { name: '', visibility: 'private', team: null };
  if (command === 'create') {
    ask(place, 'view.new.title', plain, async (sharing) =>
      open(await book.create({ ...sharing, ...viewOfQuery(query) })),
    );
  }
  if (command === 'reset') open(view ?? null);
  if (!view) return;
  switch (command) {
    case 'update':
      await book.attempt(async () => {
        const changed = await book.update(view, viewOfQuery(query));
        if (changed) open(changed);
      });
      break;
    case 'edit':
      ask(place, 'view.edit.title', view, (sharing) => book.update(view, sharing));
      break;
    case 'duplicate': {
      const { layout, by, filter, sort, columns } = view;
      const name = element.t('view.copy', { name: view.name }).slice(0, 80);
      ask(place, 'view.new.title', { ...plain, name }, async (sharing) =>
        open(await book.create({ ...sharing, layout, by, filter, sort, columns })),
      );
      break;
    }
    case 'delete':
      if (await book.delete(view)) open(null);
      break;
    case 'left':
    case 'right':
      book.move(view, command === 'left' ? -1 : 1);
      break;
    case 'first': {
      const isFirst = book.habits.first === view.id;
      book.remember({ first: isFirst ? null : view.id });
      const text = element.t(isFirst ? 'view.first.unset' : 'view.first.set', { name: view.name });
      toast({ text });
      break;
    }
    default:
  }
}

function ask(
  { element, book }: ViewPlace,
  heading: string,
  sharing: ViewSharing,
  save: (sharing: ViewSharing) => Promise<unknown>,
): void {
  const { name, visibility, team } = sharing;
  askForView(element, {
    heading: element.t(heading),
    sharing: { name, visibility, team },
    known: book.known,
    isForeign: 'isMine' in sharing && !sharing.isMine,
    save,
  });
}
