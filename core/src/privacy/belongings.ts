import { withCatalog } from '../catalog/catalog-models.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { anyOf, quoteName, quoteText, tableOf } from '../records/sql-parameters.ts';
import { isPersonModel, type PersonReference } from './person.ts';

/** Why records that mention a person are left as they are. */
export type KeptBecause = 'otherPerson' | 'work' | 'noPersonalFields';

/** Records of one entity that belong to a person, or only mention the person. */
export interface Belonging {
  readonly model: EntityModel;
  /** `erase`: part of the person, goes whole. `clear`: loses its personal fields. `keep`: stays. */
  readonly deal: 'erase' | 'clear' | 'keep';
  /** In the order of the ids; empty for what is kept. */
  readonly ids: readonly string[];
  readonly count: number;
  /** The fields that go. */
  readonly fields: readonly FieldModel[];
  readonly why?: KeptBecause;
}

/** A field through which records refer to another entity. */
interface Link {
  readonly from: EntityModel;
  readonly field: FieldModel;
}

type Parts = Map<EntityId, { readonly model: EntityModel; readonly ids: Set<string> }>;

/**
 * Everything that refers to a person, in the records of every installed plugin, enabled or not, live or deleted: first what is part of the
 * person, in the order in which it was found, then what mentions it. The same again answers the same, until something is changed.
 */
export async function gatherBelongings(
  execution: Execution,
  person: PersonReference,
): Promise<readonly Belonging[]> {
  const { assembly } = await withCatalog(execution);
  const model = assembly.models.get(person.entity);
  if (!model) return [];
  const sql = currentSql(execution);
  const parts = await gatherParts(sql, assembly.models, model, person.id);
  const erased = [...parts.values()].map(({ model: part, ids }): Belonging => ({
    model: part,
    deal: 'erase',
    ids: [...ids].toSorted(),
    count: ids.size,
    fields: [...part.fields.values()].filter(({ system }) => !system),
  }));
  return [...erased, ...(await gatherMentions(sql, assembly.models, parts))];
}

/** The person's record, and what would be deleted with it, to the last. */
async function gatherParts(
  sql: Sql,
  models: EntityModels,
  model: EntityModel,
  id: string,
): Promise<Parts> {
  const parts: Parts = new Map([[model.id, { model, ids: new Set([id.toLowerCase()]) }]]);
  let front: Parts = new Map(parts);
  while (front.size > 0) {
    const found: Parts = new Map();
    for (const { model: owner, ids } of front.values()) {
      for (const link of linksTo(models, owner).filter(isPart)) {
        const known = parts.get(link.from.id)?.ids ?? new Set();
        const rows = await findLinked(sql, [link], owner, [...ids]);
        for (const row of rows.filter((one) => !known.has(one))) {
          addTo(found, link.from, row);
          addTo(parts, link.from, row);
        }
      }
    }
    front = found;
  }
  return parts;
}

function addTo(parts: Parts, model: EntityModel, id: string): void {
  const part = parts.get(model.id) ?? { model, ids: new Set<string>() };
  part.ids.add(id);
  parts.set(model.id, part);
}

async function gatherMentions(
  sql: Sql,
  models: EntityModels,
  parts: Parts,
): Promise<readonly Belonging[]> {
  const found = new Map<string, Belonging>();
  for (const { model: owner, ids } of parts.values()) {
    const links = linksTo(models, owner).filter((link) => !isPart(link));
    for (const group of Map.groupBy(
      links,
      (link) => `${link.from.id} ${reasonOf(link)}`,
    ).values()) {
      const { from } = group[0] as Link;
      const own = parts.get(from.id)?.ids ?? new Set<string>();
      const rows = (await findLinked(sql, group, owner, [...ids])).filter((id) => !own.has(id));
      const why = reasonOf(group[0] as Link);
      const key = `${from.id} ${why ?? ''}`;
      const all = [...new Set([...(found.get(key)?.ids ?? []), ...rows])].toSorted();
      if (all.length > 0) found.set(key, mention(from, all, why));
    }
  }
  return withoutTwice([...found.values()]);
}

function mention(
  model: EntityModel,
  ids: readonly string[],
  why: KeptBecause | undefined,
): Belonging {
  return {
    model,
    ids,
    count: ids.length,
    deal: why === undefined ? 'clear' : 'keep',
    fields: why === undefined ? personalFields(model) : [],
    ...(why === undefined ? {} : { why }),
  };
}

/** A record that loses something is not told again among those that stay. */
function withoutTwice(list: readonly Belonging[]): readonly Belonging[] {
  return list.flatMap((one) => {
    if (one.deal === 'clear') return [one];
    const others = list.filter((other) => other !== one && other.model === one.model);
    const told = new Set(others.filter(({ deal }) => deal === 'clear').flatMap(({ ids }) => ids));
    const ids = one.ids.filter((id) => !told.has(id));
    return ids.length > 0 ? [{ ...one, ids, count: ids.length }] : [];
  });
}

/** The fields of an entity that hold data of a person. */
function personalFields(model: EntityModel): FieldModel[] {
  return [...model.fields.values()].filter((field) => field.personal && !field.system);
}

/** The personal fields of somebody else are theirs, and those of a record that a colleague works on are its customer's. */
function reasonOf({ from, field }: Link): KeptBecause | undefined {
  if (isPersonModel(from)) return 'otherPerson';
  if (field.target === 'tessera.user') return 'work';
  return personalFields(from).length === 0 ? 'noPersonalFields' : undefined;
}

/** What goes when the other goes, and rows that only make sense inside the record that they must name. */
function isPart({ from, field }: Link): boolean {
  if (isPersonModel(from)) return false;
  const isInside = from.options.auxiliary === true && field.required === true;
  return field.onDelete === 'cascade' || (field.type === 'anyRef' && isInside);
}

function linksTo(models: EntityModels, target: EntityModel): Link[] {
  return [...models.values()].flatMap((from) =>
    [...from.fields.values()]
      .filter((field) => !field.system && pointsTo(field, target.id))
      .map((field) => ({ from, field })),
  );
}

function pointsTo(field: FieldModel, target: EntityId): boolean {
  switch (field.type) {
    case 'ref':
    case 'refs':
    case 'user':
      return field.target === target;
    case 'anyRef':
      return field.targets === undefined || field.targets.includes(target);
    default:
      return false;
  }
}

/** Ids of the records of one entity that refer to these by any of the links, deleted ones too. */
async function findLinked(
  sql: Sql,
  links: readonly Link[],
  target: EntityModel,
  ids: readonly string[],
): Promise<string[]> {
  const [first] = links;
  if (!first) return [];
  const conditions = links.map(({ field }) => condition(field, target.id));
  const rows = await sql.query<{ id: string }>(
    `select id from ${tableOf(first.from)} where ${anyOf(conditions)} order by id`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

function condition({ type, columns }: FieldModel, target: EntityId): string {
  const column = quoteName(columns.value);
  if (type === 'refs') return `${column} && $1::uuid[]`;
  const isOne = `${column} = any($1::uuid[])`;
  return type === 'anyRef' && columns.entity
    ? `(${isOne} and ${quoteName(columns.entity)} = ${quoteText(target)})`
    : isOne;
}
