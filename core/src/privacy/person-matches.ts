import { withCatalog } from '../catalog/catalog-models.ts';
import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { escapeLike, quoteName, tableOf } from '../records/sql-parameters.ts';
import { ERASED_BATCH, personModels, type PersonReference } from './person.ts';
import type { PersonAddress } from './person-address.ts';

/** A record of a person, as it is offered to whoever looks for one. */
export interface FoundPerson extends PersonReference {
  readonly title: string;
  readonly subtitle: string | null;
}

/** A record that may be of the same person. */
export interface PersonMatch extends FoundPerson {
  /** What it has in common. */
  readonly by: readonly PersonAddress['kind'][];
}

const MOST = 20;

/** Records of persons whose name, e-mail address or telephone holds the text; also of plugins that are off, and deleted ones. */
export async function findPeople(
  execution: Execution,
  question: string,
): Promise<readonly FoundPerson[]> {
  const { assembly } = await withCatalog(execution);
  const found: FoundPerson[] = [];
  for (const model of personModels(assembly.models)) {
    const rows = await currentSql(execution).query<Omit<FoundPerson, 'entity'>>(
      `select ${shown(model)} from ${tableOf(model)} r where ${notErased} and (${columnsOf(model)
        .map((column) => `${column} ilike $1`)
        .join(' or ')}) order by r.deleted_at is not null, title, r.id limit ${MOST}`,
      [`%${escapeLike(question)}%`],
    );
    found.push(...rows.map((row) => ({ entity: model.id, ...row })));
  }
  return found.slice(0, MOST);
}

/** The record of a person, whoever asks; undefined when there is none, or it was erased. */
export async function findPerson(
  execution: Execution,
  { entity, id }: PersonReference,
): Promise<FoundPerson | undefined> {
  const { assembly } = await withCatalog(execution);
  const model = assembly.models.get(entity);
  if (!model?.options.person) return undefined;
  const [row] = await currentSql(execution).query<Omit<FoundPerson, 'entity'>>(
    `select ${shown(model)} from ${tableOf(model)} r where r.id = $1 and ${notErased}`,
    [id],
  );
  return row && { entity, ...row };
}

/** Other records of persons with the same address. They are offered, and never taken along unasked. */
export async function findMatches(
  execution: Execution,
  person: PersonReference,
  addresses: readonly PersonAddress[],
): Promise<readonly PersonMatch[]> {
  const { assembly } = await withCatalog(execution);
  const valuesOf = (kind: PersonAddress['kind']): readonly string[] =>
    addresses.filter((address) => address.kind === kind).map(({ value }) => value);
  const found: PersonMatch[] = [];
  for (const model of personModels(assembly.models)) {
    const rows = await currentSql(execution).query<
      Omit<FoundPerson, 'entity'> & { readonly email: boolean; readonly phone: boolean }
    >(
      `select * from (select ${shown(model)}, ${sameAddress(model, 'email')} as email, ${sameAddress(model, 'phone')} as phone
         from ${tableOf(model)} r where ${notErased} and r.id <> $3) x
       where email or phone order by title, id limit ${MOST * 5}`,
      [valuesOf('email'), valuesOf('phone'), person.id],
    );
    for (const { email, phone, ...row } of rows)
      found.push({
        entity: model.id,
        ...row,
        by: [...(email ? ['email' as const] : []), ...(phone ? ['phone' as const] : [])],
      });
  }
  return found;
}

const notErased = `r.delete_batch is distinct from '${ERASED_BATCH}'`;

function columnsOf({ fields, options }: EntityModel): string[] {
  const { title, person } = options;
  const names = new Set([title, ...Object.values<string>({ ...person })]);
  return [...names].flatMap((name) => {
    const column = fields.get(name)?.columns.value;
    return column === undefined ? [] : [`r.${quoteName(column)}`];
  });
}

function shown(model: EntityModel): string {
  const column = (name: string | undefined): string => {
    const found = name === undefined ? undefined : model.fields.get(name)?.columns.value;
    return found === undefined ? 'null::text' : `r.${quoteName(found)}::text`;
  };
  const { title, person } = model.options;
  return `r.id, coalesce(${column(person?.name ?? title)}, '') as title, coalesce(${column(person?.email)}, ${column(person?.phone)}) as subtitle`;
}

function sameAddress(model: EntityModel, kind: PersonAddress['kind']): string {
  const values = kind === 'email' ? '$1::text[]' : '$2::text[]';
  const name = model.options.person?.[kind];
  const column = name === undefined ? undefined : model.fields.get(name)?.columns.value;
  if (column === undefined) return `(false and '' = any(${values}))`;
  const value = `r.${quoteName(column)}`;
  const normalised =
    kind === 'email'
      ? `lower(btrim(${value}))`
      : `regexp_replace(regexp_replace(${value}, '\\D', '', 'g'), '^00', '')`;
  return `coalesce(${normalised} = any(${values}), false)`;
}
