import {
  currentExecution,
  errors as coreErrors,
  may,
  type Kernel,
  type Problem,
  type Sql,
} from '@tessera/core';
import { v7 as uuid } from 'uuid';
import { requirePermission } from '../identity/permission.ts';
import { errors } from './errors.ts';
import type { SavedView, ViewContent, ViewVisibility } from './saved-view.ts';
import type { ViewBody } from './view-body.ts';
import { mayChange, present, presentOne, SHARE, type ViewAnswer } from './view-answer.ts';
import { metaFinder, viewNames } from './view-names.ts';
import { findNeeds, forgetUses, usesNoter } from './view-uses.ts';
import {
  addView,
  countViews,
  forgetDeleted,
  listAllViews,
  listViews,
  lockView,
  markDeleted,
  saveView,
} from './view-store.ts';

const MOST = 200;
const LONGEST_FILTER = 20_000;

const PLAIN: ViewContent = { layout: 'table', by: null, filter: null, sort: null, columns: null };

/** What a list needs to know of its views. */
export interface ViewsAnswer {
  readonly views: readonly ViewAnswer[];
  /** Teams that one can save a view for. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** Whether one may save views for everybody. */
  readonly mayShare: boolean;
}

/** The views of an entity. @throws TesseraError `CORE_NAME_UNKNOWN` for one that whoever asks may not read. */
export async function showViews(kernel: Kernel, entity: string): Promise<ViewsAnswer> {
  requireEntity(entity);
  const { principal } = currentExecution();
  const views = await listViews(kernel.database, principal, entity);
  return {
    views: await present(kernel, views),
    teams: await kernel.database.query<{ id: string; name: string }>(
      'select id, name from tessera.team where id = any($1::uuid[]) and deleted_at is null order by name',
      [principal.teamIds],
    ),
    mayShare: may(currentExecution(), SHARE),
  };
}

/** The views of every entity that whoever asks may read. */
export async function showAllViews(kernel: Kernel): Promise<readonly ViewAnswer[]> {
  const execution = currentExecution();
  const metaOf = metaFinder(execution);
  const views = await listAllViews(kernel.database, execution.principal);
  return present(
    kernel,
    views.filter(({ entity }) => metaOf(entity)),
  );
}

export async function createView(
  kernel: Kernel,
  {
    entity,
    name,
    visibility = 'private',
    team,
    ...content
  }: ViewBody & { entity: string; name: string },
): Promise<ViewAnswer> {
  requireEntity(entity);
  const owner = currentExecution().principal.userId!;
  const view = {
    id: uuid(),
    entity,
    name: name.trim(),
    owner,
    version: 1,
    visibility,
    team: teamFor(kernel, visibility, team),
    ...(await checkContent(kernel, entity, { ...PLAIN, ...content })),
  };
  const now = kernel.assembly.clock.now();
  const noteUses = await usesNoter();
  await kernel.database.transaction(async (sql) => {
    await forgetDeleted(sql, owner, now);
    await requireRoom(sql, owner);
    await addView(sql, view, now);
    await noteUses(sql, view);
  });
  return presentOne(kernel, view);
}

export async function changeView(
  kernel: Kernel,
  id: string,
  { name, visibility, team, ...sent }: ViewBody,
  expected: number | undefined,
): Promise<ViewAnswer> {
  const now = kernel.assembly.clock.now();
  const isContent = Object.keys(sent).length > 0;
  // What is not sent is not looked at: a view may be renamed while a plugin it names is off.
  if (isContent) {
    const { entity, content } = await lockChangeable(kernel.database, id);
    await checkContent(kernel, entity, { ...content, ...sent });
  }
  const noteUses = await usesNoter();
  const changed = await kernel.database.transaction(async (sql) => {
    const view = await lockChangeable(sql, id);
    const content = { ...view.content, ...sent };
    if (expected !== undefined && expected !== view.version)
      throw coreErrors.versionMismatch({ expected, actual: view.version });
    const isForNew = visibility !== undefined || team !== undefined;
    const next = {
      ...view,
      version: view.version + 1,
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(isForNew ? shareOf(kernel, view, { visibility, team }) : {}),
      ...(isContent ? { content, uses: usesOf(view.entity, content) } : {}),
    };
    await saveView(sql, next, now);
    await noteUses(sql, next);
    return next;
  });
  return presentOne(kernel, changed);
}

export async function deleteView(kernel: Kernel, id: string): Promise<void> {
  const now = kernel.assembly.clock.now();
  await kernel.database.transaction(async (sql) => {
    await lockChangeable(sql, id);
    await markDeleted(sql, id, now);
    await forgetUses(sql, id);
  });
}

/** Brings back what was deleted; one that is there stays as it is. */
export async function restoreView(kernel: Kernel, id: string): Promise<ViewAnswer> {
  const noteUses = await usesNoter();
  const view = await kernel.database.transaction(async (sql) => {
    const { userId } = currentExecution().principal;
    const found = await lockChangeable(sql, id, true);
    if (found.owner === userId) await requireRoom(sql, found.owner, found.id);
    await markDeleted(sql, id, null);
    await noteUses(sql, found);
    return found;
  });
  return presentOne(kernel, view);
}

async function lockChangeable(sql: Sql, id: string, deleted = false): Promise<SavedView> {
  const view = await lockView(sql, currentExecution().principal, id, deleted);
  if (!view) throw errors.viewMissing({ id });
  requireEntity(view.entity);
  if (!mayChange(view)) throw errors.viewForeign({ name: view.name });
  return view;
}

/** The list shows at most so many; the view that is brought back does not count twice. */
async function requireRoom(sql: Sql, owner: string, id?: string): Promise<void> {
  const count = await countViews(sql, owner);
  const [here] =
    id === undefined
      ? []
      : await sql.query('select 1 from tessera.saved_view where id = $1 and deleted_at is null', [
          id,
        ]);
  if (!here && count >= MOST) throw errors.viewTooMany({ limit: MOST });
}

function requireEntity(entity: string): void {
  if (!metaFinder(currentExecution())(entity))
    throw coreErrors.nameUnknown({ entity: 'The workspace', what: 'entity', name: entity });
}

/** For whom a view is to be, after a change. Only its maker takes it back from others. */
function shareOf(
  kernel: Kernel,
  view: SavedView,
  {
    visibility = view.visibility,
    team = view.team,
  }: {
    readonly visibility: ViewVisibility | undefined;
    readonly team: string | null | undefined;
  },
): Pick<SavedView, 'visibility' | 'team'> {
  if (visibility === view.visibility && (visibility !== 'team' || team === view.team))
    return { visibility, team: view.team };
  if (visibility === 'private' && view.owner !== currentExecution().principal.userId)
    throw errors.viewForeign({ name: view.name });
  return { visibility, team: teamFor(kernel, visibility, team) };
}

/** The team of a view: one of the sender's own. @throws TesseraError when it may not be shared so. */
function teamFor(
  kernel: Kernel,
  visibility: SavedView['visibility'],
  team: string | null | undefined,
): string | null {
  const { principal } = currentExecution();
  if (visibility === 'all') requirePermission(kernel, principal, SHARE);
  if (visibility !== 'team') return null;
  const own = team ?? (principal.teamIds.length === 1 ? principal.teamIds[0] : undefined);
  if (own !== undefined && principal.teamIds.includes(own)) return own;
  throw refuse('/team', 'must be one of your own teams');
}

/** Compiles the filter as a list of whoever saves it would: what cannot be shown cannot be saved. */
async function checkContent(
  kernel: Kernel,
  entity: string,
  content: ViewContent,
): Promise<Pick<SavedView, 'content' | 'uses'>> {
  const { filter, sort, by } = content;
  const execution = currentExecution();
  const metaOf = metaFinder(execution);
  if (filter && JSON.stringify(filter).length > LONGEST_FILTER)
    throw refuse('/filter', `can have ${LONGEST_FILTER} characters at most`);
  await refuseOff(kernel, entity, content);
  const known = metaOf(entity)?.fields ?? [];
  if (by !== null && !known.some(({ name }) => name === by))
    throw refuse('/by', `There is no field “${by}”.`);
  const records = execution.assembly.context('tessera').records(entity as `${string}.${string}`);
  await records.query({
    ...(filter ? { filter } : {}),
    ...(sort ? { sort: [sort] } : {}),
    fields: [],
    limit: 1,
    count: 'none',
  });
  return { content, uses: usesOf(entity, content) };
}

/** Who names what is there but off is told whose it is. */
async function refuseOff(kernel: Kernel, entity: string, content: ViewContent): Promise<void> {
  const { sort, by } = content;
  const execution = currentExecution();
  const { missing } = viewNames(entity, { ...content, columns: null }, metaFinder(execution));
  const [need] = await findNeeds(kernel, execution, entity, missing);
  const field = need?.fields[0];
  if (!need || !field) return;
  const pointer = field === by ? '/by' : field === sort?.field ? '/sort' : '/filter';
  throw refuse(pointer, `“${field}” needs the plugin ${need.label.en}, which is off`);
}

function usesOf(entity: string, content: ViewContent): readonly string[] {
  return viewNames(entity, content, metaFinder(currentExecution())).uses;
}

function refuse(pointer: string, detail: string): Error {
  const problems: Problem[] = [{ pointer, detail }];
  return errors.viewInvalid({}, { problems });
}
