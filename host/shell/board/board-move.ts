import { toast } from '@tessera/sdk/ui';
import type { TesseraElement } from '@tessera/sdk/ui';
import { toWire } from '../field/field-changes.ts';
import type { Values } from '../field/field-changes.ts';
import { isExpanded, titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { laneKey } from './board-lanes.ts';
import type { Lane } from './board-lanes.ts';
import { laneOf } from './board-model.ts';
import type { BoardModel } from './board-model.ts';
import { askRequirement, requiredFields } from './board-requirement.ts';
import { decideConflicts } from '../record/record-conflict-dialog.ts';
import { problemText } from '../record/record-problem.ts';
import { saveChanges } from '../record/record-save.ts';

/** A record on its way from one column to another. */
export interface Move {
  readonly model: BoardModel;
  readonly record: WireRecord;
  readonly from: Lane;
  readonly to: Lane;
  /** What dialogs open over, and what speaks. */
  readonly over: TesseraElement;
  /** Tells what happened to whom cannot see it. */
  readonly say: (text: string) => void;
  /** Has everything that is shown read once more. */
  readonly renew: () => void;
}

/** What became of a move: what has to be written beside the state to take it back, or the column where the card belongs instead. */
type Outcome = { readonly restoring: Values } | { readonly back: Lane };

/** Moves a record at once and writes it; takes it back when it is refused. Answers whether it went through. */
export async function moveRecord(move: Move): Promise<boolean> {
  const { model, record, from, to } = move;
  const place = model.content(from.key).records.findIndex(({ id }) => id === record.id);
  model.move(record, from, to);
  const outcome = await writeMove(move);
  if ('back' in outcome) {
    const { back } = outcome;
    if (back !== to) model.move(record, to, back, back === from ? place : 0);
    // It was refused for something that this page does not know yet.
    move.renew();
    return false;
  }
  await afterMove(move, outcome.restoring);
  return true;
}

async function writeMove(move: Move): Promise<Outcome> {
  const { model, record, from, to, over } = move;
  const { entity, by } = model.source.request;
  const save = async (values: Values): Promise<void> => {
    const isWritten = await saveChanges({
      client: model.source.client,
      before: record,
      changes: { [by.name]: to.value, ...values },
      decide: (conflicts) => {
        const moved = conflicts.find(({ field }) => field === by.name);
        if (moved) throw new Overtaken(moved.theirs);
        return decideConflicts(over, entity, conflicts);
      },
    });
    if (!isWritten) throw new Abandoned();
  };
  try {
    await save({});
    return { restoring: {} };
  } catch (error) {
    if (requiredFields(entity, by, error).length === 0) return refused(move, error);
    const target = to.label;
    const whole = await wholeRecord(move);
    let overtaken: Overtaken | undefined;
    const values = await askRequirement(over, {
      entity,
      record: whole,
      target,
      error,
      save: async (given) => {
        try {
          await save(given);
        } catch (problem) {
          if (!(problem instanceof Overtaken)) throw problem;
          // Filling in more would not help: the question itself is out of date.
          overtaken = problem;
        }
      },
    });
    if (overtaken) return refused(move, overtaken);
    if (!values) return { back: from };
    const names = Object.keys(values);
    return {
      restoring: Object.fromEntries(names.map((name) => [name, toWire(whole[name] ?? null)])),
    };
  }
}

/** Says why a record did not move, and where it is. */
function refused(move: Move, error: unknown): Outcome {
  const { model, record, from, to, over, say } = move;
  const { entity } = model.source.request;
  if (error instanceof Abandoned) return { back: from };
  const title = titleOf(entity, record);
  if (error instanceof Overtaken) {
    const lane = laneOf(model.lanes, error.theirs);
    const other = lane?.label ?? nameOf(error.theirs);
    const text = over.t('board.overtaken', { title, label: to.label, other });
    toast({ text, tone: 'error' });
    say(text);
    return { back: lane ?? from };
  }
  const reason = problemText(error, (key, values) => over.t(key, values));
  toast({ text: over.t('board.refused', { title, label: to.label, reason }), tone: 'error' });
  say(over.t('board.said.refused', { title, label: from.label }));
  return { back: from };
}

function nameOf(value: unknown): string {
  return isExpanded(value) ? value.title : laneKey(value);
}

/** With all its fields: a card knows only some, and what is asked for begins with what is there. */
async function wholeRecord({ model, record }: Move): Promise<WireRecord> {
  try {
    return { ...(await model.source.client.get(record.id)), ...record };
  } catch {
    return record;
  }
}

async function afterMove(move: Move, restoring: Values): Promise<void> {
  const { model, record, from, to, over, say } = move;
  const { entity } = model.source.request;
  const title = titleOf(entity, record);
  const text = over.t('board.moved', { title, label: to.label });
  say(text);
  toast({ text, undo: () => undoMove({ ...move, from: to, to: from }, restoring) });
  await readAgain(model, record.id);
}

/** Takes a move back, wherever the record stands by now. */
async function undoMove(move: Move, values: Values): Promise<void> {
  const { model, record, over, say, to } = move;
  const { entity, by } = model.source.request;
  const t = (key: string, more?: Readonly<Record<string, unknown>>) => over.t(key, more);
  const found = model.find(record.id);
  if (found) model.move(found.record, found.lane, to);
  try {
    const { version } = found?.record ?? (await model.source.read(record.id));
    await model.source.client.update(record.id, { [by.name]: to.value, ...values }, version);
    say(t('board.moved', { title: titleOf(entity, record), label: to.label }));
  } catch (error) {
    if (found) model.move(found.record, to, found.lane);
    toast({ text: problemText(error, t), tone: 'error' });
  }
  await readAgain(model, record.id);
}

/** The rules of a state may have changed more of the record, and with it the sums. */
async function readAgain(model: BoardModel, id: string): Promise<void> {
  try {
    model.replace(await model.source.read(id));
  } catch {
    // It may be out of sight by now; the next reading of its column leaves it out.
  }
  await model.load();
}

/** Somebody else's value was left as it is. */
class Abandoned extends Error {}

/** Somebody else moved the record meanwhile. */
class Overtaken extends Error {
  readonly theirs: unknown;

  constructor(theirs: unknown) {
    super('The record was moved by somebody else.');
    this.theirs = theirs;
  }
}
