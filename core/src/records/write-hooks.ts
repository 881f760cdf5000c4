import { withoutCatalog } from '../catalog/catalog-models.ts';
import { errors } from '../errors.ts';
import { TesseraError } from '../tessera-error.ts';
import type { Refusal } from '../hooks/hook-types.ts';
import type { RecordWrite } from '../hooks/record-write.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { runIn } from '../plugin/execution.ts';
import type { Draft, Write } from './write-draft.ts';
import { pick } from './write-draft.ts';

const guards = {
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
  restore: 'restoring',
} as const;

/** Lets plugins fill and change values before they are checked. */
export async function callValidating(write: Write, drafts: readonly Draft[]): Promise<void> {
  const hook = `${write.model.id}.validating`;
  if (!write.execution.assembly.hooks.isTapped(hook)) return;
  // Plugins look up the same for each item: the stages of a pipeline, a price book.
  const sharing = { ...write, execution: { ...write.execution, reads: new Map() } };
  await eachInPlugins(sharing, hook, drafts, {
    input: (draft) => inputOf(sharing, draft, draft.values),
    take(draft, answer) {
      if (answer) draft.values = { ...(answer as RecordWrite).values };
    },
  });
}

/** Asks the guards of the action. In an import of history a refusal is a warning. */
export async function callGuards(write: Write, drafts: readonly Draft[]): Promise<void> {
  const hook = `${write.model.id}.${guards[write.action]}`;
  if (!write.execution.assembly.hooks.isTapped(hook)) return;
  await eachInPlugins(write, hook, drafts, {
    input: (draft) => inputOf(write, draft, writtenValues(draft)),
    take(draft, refusal) {
      if (!refusal) return;
      if (!write.history) throw refusedBy(refusal as Refusal);
      write.execution.assembly.log.warn(
        'a guard would have refused a record of an import of history',
        { hook, record: draft.id, code: (refusal as Refusal).code },
      );
    },
  });
}

/** Tells the plugins that write along, inside the transaction; the first that fails undoes the write of the item. */
export async function callWriting(write: Write, drafts: readonly Draft[]): Promise<void> {
  const hook = `${write.model.id}.writing`;
  const tapped = drafts.filter((draft) => isWritingTapped(write, draft));
  if (tapped.length === 0) return;
  const inputs = tapped.map((draft) => inputOf(write, draft, writtenValues(draft)));
  await inPlugins(write, (assembly) =>
    assembly.hooks.callEach(hook, inputs, (plugin) => assembly.context(plugin)),
  );
}

/** Whether a plugin writes along with what changes of the draft. */
export function isWritingTapped({ execution, model, action }: Write, { changed }: Draft): boolean {
  const all = action === 'delete' || action === 'restore';
  return execution.assembly.hooks.isTapped(`${model.id}.writing`, all ? undefined : changed);
}

/** A new record tells its id too: there is no other place where a tap could learn it. */
function writtenValues(draft: Draft): Readonly<Record<string, unknown>> {
  return pick(draft.after, draft.before ? draft.changed : ['id', ...draft.changed]);
}

/** What a draft is to a hook, and what its answer is to the draft. */
interface Asking {
  readonly input: (draft: Draft) => RecordWrite;
  readonly take: (draft: Draft, answer: unknown) => void;
}

/**
 * Calls a filter or guard for one draft after the other. What runs is entered once for all of them: each time it is, all that is known of the
 * call is copied. What a plugin refuses fails one item; what breaks fails the whole write.
 */
function eachInPlugins(
  write: Write,
  hook: string,
  drafts: readonly Draft[],
  { input, take }: Asking,
): Promise<void> {
  return inPlugins(write, async (assembly) => {
    const call = assembly.hooks.callerOf(hook, (plugin) => assembly.context(plugin));
    for (const draft of drafts) {
      try {
        const answer = call(input(draft));
        take(draft, answer instanceof Promise ? await answer : answer);
      } catch (error) {
        if (!(error instanceof TesseraError)) throw error;
        draft.error = error;
      }
    }
  });
}

function inputOf(
  { action, history, cascade }: Write,
  draft: Draft,
  values: RecordWrite['values'],
): RecordWrite {
  return {
    action,
    id: draft.id,
    before: draft.before?.record ?? null,
    values,
    history,
    ...(cascade ? { cascade } : {}),
  };
}

/** Code of plugins sees what runs, also while core looks after the records of those that are off. */
function inPlugins<T>({ execution }: Write, work: (assembly: Assembly) => Promise<T>): Promise<T> {
  const plain = withoutCatalog(execution);
  return runIn(plain, () => work(plain.assembly));
}

function refusedBy({ reason, field, code }: Refusal): TesseraError {
  return errors.guardRefused(
    {
      reason,
      ...(code === undefined ? {} : { refusal: code }),
      ...(field === undefined ? {} : { field }),
    },
    { problems: [{ pointer: field === undefined ? '' : `/${field}`, detail: reason }] },
  );
}
