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
  // What runs is entered once for all of them: each time it is, all that is known of the call is copied.
  await inPlugins(sharing, async (assembly) => {
    for (const draft of drafts) {
      await catchRefusal(draft, async () => {
        const answer = await callIn(assembly, hook, inputOf(sharing, draft, draft.values));
        if (answer) draft.values = { ...(answer as RecordWrite).values };
      });
    }
  });
}

/** Asks the guards of the action. In an import of history a refusal is a warning. */
export async function callGuards(write: Write, drafts: readonly Draft[]): Promise<void> {
  const hook = `${write.model.id}.${guards[write.action]}`;
  if (!write.execution.assembly.hooks.isTapped(hook)) return;
  for (const draft of drafts) {
    await catchRefusal(draft, async () => {
      const refusal = (await call(write, hook, draft, writtenValues(draft))) as Refusal | undefined;
      if (!refusal) return;
      if (!write.history) throw refusedBy(refusal);
      write.execution.assembly.log.warn(
        'a guard would have refused a record of an import of history',
        {
          hook,
          record: draft.id,
          code: refusal.code,
        },
      );
    });
  }
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

function call(
  write: Write,
  hook: string,
  draft: Draft,
  values: RecordWrite['values'],
): Promise<unknown> {
  const input = inputOf(write, draft, values);
  return inPlugins(write, (assembly) => callIn(assembly, hook, input));
}

function callIn(assembly: Assembly, hook: string, input: RecordWrite): Promise<unknown> {
  return assembly.hooks.call(hook, input, (plugin) => assembly.context(plugin));
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

/** What a plugin refuses fails one item; what breaks fails the whole write. */
async function catchRefusal(draft: Draft, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error;
    draft.error = error;
  }
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
