import type { EntityModel, FieldModel } from '../entities/model.ts';
import { fieldAccess } from '../permissions/authorize.ts';
import type { Execution } from '../plugin/execution.ts';
import { targetOfValue, type ReferenceTitles } from './reference-titles.ts';
import { mask } from './row.ts';

/** What an audit row says about fields: before and after, in wire form. */
export type FieldChanges = Readonly<Record<string, readonly [before: unknown, after: unknown]>>;

/** Leaves what the principal may read: a field it may not read is gone, a masked one is masked, a field that is off is gone. */
export function readableChanges(
  execution: Execution,
  model: EntityModel,
  changes: FieldChanges,
): FieldChanges {
  const readable: Record<string, readonly [unknown, unknown]> = {};
  for (const [name, [before = null, after = null]] of Object.entries(changes)) {
    const field = model.fields.get(name);
    if (!field) continue;
    const access = fieldAccess(execution, model, name);
    if (access === 'none') continue;
    readable[name] =
      access === 'mask' ? [mask(field, before), mask(field, after)] : [before, after];
  }
  return readable;
}

/** Notes the references in changes, so that their titles can be read at once. */
export function noteReferences(
  model: EntityModel,
  changes: FieldChanges,
  titles: ReferenceTitles,
): void {
  eachValue(model, changes, (field, value) => {
    const target = targetOfValue(field, value);
    if (target && field.type === 'state') titles.addState(field, target.id);
    else if (target) titles.add(target.entity, target.id);
    return value;
  });
}

/** The same changes with references expanded as `include=` does it; one that cannot be read stays an id. */
export function withTitles(
  model: EntityModel,
  changes: FieldChanges,
  titles: ReferenceTitles,
): FieldChanges {
  return eachValue(model, changes, (field, value) => {
    const target = targetOfValue(field, value);
    return (target && titles.find(target.entity, target.id)) ?? value;
  });
}

function eachValue(
  model: EntityModel,
  changes: FieldChanges,
  turn: (field: FieldModel, value: unknown) => unknown,
): FieldChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([name, pair]) => {
      const field = model.fields.get(name);
      const all = (value: unknown): unknown => {
        if (!field) return value;
        return Array.isArray(value)
          ? value.map((one: unknown) => turn(field, one))
          : turn(field, value);
      };
      return [name, [all(pair[0]), all(pair[1])]];
    }),
  );
}
