import { toast } from '@tessera/sdk/ui';
import type { TesseraElement } from '@tessera/sdk/ui';
import { toWire } from './field-changes.ts';
import type { Values } from './field-changes.ts';
import { titleOf } from './field-kind.ts';
import type { WireRecord } from './field-kind.ts';
import type { Lane } from './board-lanes.ts';
import type { BoardModel } from './board-model.ts';
import { askRequirement, requiredFields } from './board-requirement.ts';
import { decideConflicts } from './record-conflict-dialog.ts';
import { problemText } from './record-problem.ts';
import { saveChanges } from './record-save.ts';

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
}

/** Moves a record at once and writes it; takes it back when it is refused. Answers whether it went through. */
export async function moveRecord(move: Move): Promise<boolean> {
  const { model, record, from, to } = move;
  const place = model.content(from.key).records.findIndex(({ id }) => id === record.id);
  model.move(record, from, to);
  const restoring = await writeMove(move);
  if (!restoring) {
    model.move(record, to, from, place);
    return false;
  }
  await afterMove(move, restoring);
  return true;
}

/** Writes the move. Answers what has to be written beside the state to take it back; null when it did not go through. */
async function writeMove(move: Move): Promise<Values | null> {
  const { model, record, to, over, say } = move;
  const { entity, by } = model.source.request;
  const t = (key: string, values?: Readonly<Record<string, unknown>>) => over.t(key, values);
  const save = async (values: Values): Promise<void> => {
    const isWritten = await saveChanges({
      client: model.source.client,
      before: record,
      changes: { [by.name]: to.value, ...values },
      decide: (conflicts) => decideConflicts(over, entity, conflicts),
    });
    if (!isWritten) throw new Abandoned();
  };
  try {
    await save({});
    return {};
  } catch (error) {
    if (error instanceof Abandoned) return null;
    if (requiredFields(entity, by, error).length > 0) {
      const target = to.label;
      const whole = await wholeRecord(move);
      const values = await askRequirement(over, { entity, record: whole, target, error, save });
      return (
        values &&
        Object.fromEntries(Object.keys(values).map((name) => [name, toWire(whole[name] ?? null)]))
      );
    }
    const title = titleOf(entity, record);
    const reason = problemText(error, t);
    toast({ text: t('board.refused', { title, label: to.label, reason }), tone: 'error' });
    say(t('board.said.refused', { title, label: move.from.label }));
    return null;
  }
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
