import { currentExecution, may, type Kernel } from '@tessera/core';
import type { SavedView, ViewContent } from './saved-view.ts';
import { metaFinder, viewNames } from './view-names.ts';
import { findNeeds, type ViewNeed } from './view-uses.ts';

/** The permission to save views for everybody. */
export const SHARE = 'tessera.view.share';

/** A view as whoever asks sees it. */
export interface ViewAnswer extends ViewContent, Omit<SavedView, 'content' | 'uses'> {
  readonly isMine: boolean;
  readonly mayChange: boolean;
  /** Fields that it names and that are not there for whoever asks. */
  readonly missing: readonly string[];
  /** Plugins that are off and that it needs for some of those. */
  readonly needs: readonly ViewNeed[];
  /** Its filter names one of them: the list cannot be shown as it is meant. */
  readonly isDormant: boolean;
}

/** A view as whoever asks sees it. */
export async function presentOne(kernel: Kernel, view: SavedView): Promise<ViewAnswer> {
  const [answer] = await present(kernel, [view]);
  return answer!;
}

/** Views as whoever asks sees them. */
export async function present(
  kernel: Kernel,
  views: readonly SavedView[],
): Promise<readonly ViewAnswer[]> {
  const execution = currentExecution();
  const metaOf = metaFinder(execution);
  const answers: ViewAnswer[] = [];
  for (const { id, entity, name, visibility, team, owner, version, content } of views) {
    const view = { id, entity, name, visibility, team, owner, version };
    const { missing, isFilterMissing } = viewNames(view.entity, content, metaOf);
    const isMine = view.owner === execution.principal.userId;
    answers.push({
      ...view,
      ...content,
      // What a filter compares with may say what the field must not.
      filter: isFilterMissing && !isMine ? null : content.filter,
      isMine,
      mayChange: mayChange(view),
      missing,
      needs: await findNeeds(kernel, execution, view.entity, missing),
      isDormant: isFilterMissing,
    });
  }
  return answers;
}

/** Whether whoever asks may change or delete a view. */
export function mayChange({ owner, visibility }: Pick<SavedView, 'owner' | 'visibility'>): boolean {
  const execution = currentExecution();
  return (
    owner === execution.principal.userId || (visibility !== 'private' && may(execution, SHARE))
  );
}
