import { camelCase } from './column.ts';
import type { EntityId } from './entity.ts';
import type { Finding } from './finding.ts';
import type { EntityModel, FieldModel, RelationModel } from './model.ts';

/** An entity while it is being put together. */
export interface Draft extends EntityModel {
  readonly fields: Map<string, FieldModel>;
  readonly relations: Map<string, RelationModel>;
  readonly feeds: { entity: EntityId; field: string; via: string }[];
}
export type Drafts = ReadonlyMap<EntityId, Draft>;

/** Gives every entity the lists of records that point to it. The names that authors chose come first. */
export function connectRelations(drafts: Drafts): Finding[] {
  const findings: Finding[] = [];
  for (const { from, field, to } of pointers(drafts)) {
    if (!field.inverse) continue;
    const { name, label } = field.inverse;
    if (isTaken(to, name))
      findings.push({
        plugin: field.plugin,
        reason: `the inverse “${name}” of ${from.id}.${field.name} is taken on ${to.id}`,
      });
    else to.relations.set(name, { name, label, entity: from.id, via: field.name });
  }
  for (const { from, field, to } of pointers(drafts)) {
    if (field.inverse) continue;
    const name = freeName(from, field, to);
    if (name)
      to.relations.set(name, {
        name,
        label: from.options.plural,
        entity: from.id,
        via: field.name,
      });
  }
  return findings;
}

/** Tells each entity which roll-ups its rows feed. */
export function connectFeeds(drafts: Drafts): Finding[] {
  const findings: Finding[] = [];
  for (const draft of drafts.values())
    for (const field of draft.fields.values()) {
      if (!field.rollup) continue;
      const { entity, via, field: measured, function: measure } = field.rollup;
      const source = drafts.get(entity);
      const pointer = source?.fields.get(via);
      const refuse = (reason: string) =>
        findings.push({
          plugin: field.plugin,
          reason: `the roll-up ${draft.id}.${field.name} ${reason}`,
        });
      if (!source) refuse(`names the unknown entity ${entity}`);
      else if (!pointer || pointer.target !== draft.id)
        refuse(`goes via ${entity}.${via}, which does not point here`);
      else if (measure !== 'count' && !isMeasurable(source.fields.get(measured ?? ''), measure))
        refuse(`cannot ${measure} ${entity}.${measured ?? '(nothing)'}`);
      else source.feeds.push({ entity: draft.id, field: field.name, via });
    }
  return findings;
}

function* pointers(drafts: Drafts): Generator<{ from: Draft; field: FieldModel; to: Draft }> {
  for (const from of drafts.values())
    for (const field of from.fields.values()) {
      if (field.system || !(field.inverse || field.type === 'ref' || field.type === 'anyRef'))
        continue;
      const targets =
        field.type === 'anyRef' ? (field.targets ?? []) : field.target ? [field.target] : [];
      for (const target of targets) {
        const to = drafts.get(target);
        if (to) yield { from, field, to };
      }
    }
}

function freeName(from: Draft, field: FieldModel, to: Draft): string | undefined {
  const path = camelCase(from.options.path);
  const by = `${path}By${capital(camelCase(field.name))}`;
  return [path, by, `${camelCase(from.plugin)}${capital(by)}`].find((name) => !isTaken(to, name));
}

function isTaken(draft: Draft, name: string): boolean {
  return draft.fields.has(name) || draft.relations.has(name);
}

function isMeasurable(field: FieldModel | undefined, measure: string): boolean {
  if (!field) return false;
  if (['integer', 'decimal', 'money', 'percent', 'duration', 'rollup'].includes(field.type))
    return true;
  return (measure === 'min' || measure === 'max') && ['date', 'datetime'].includes(field.type);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
