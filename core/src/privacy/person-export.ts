import { withCatalog } from '../catalog/catalog-models.ts';
import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, FieldModel } from '../entities/model.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { Execution } from '../plugin/execution.ts';
import type { AnyRecord } from '../records/records.ts';
import { gatherBelongings, type Belonging } from './belongings.ts';
import type { PersonReference } from './person.ts';
import { readWhole } from './person-memory.ts';

/** The records of one entity that tell of a person. */
export interface ExportedRecords {
  readonly entity: EntityId;
  readonly plugin: string;
  readonly label: LocalizedText;
  /** `part`: the person's own. `mention`: of something else, with what it tells of the person. */
  readonly kind: 'part' | 'mention';
  readonly fields: readonly { readonly name: string; readonly label: LocalizedText }[];
  readonly records: AsyncIterable<readonly AnyRecord[]>;
}

/**
 * Everything that the workspace holds about a person, entity by entity: what is part of the person whole, of what only mentions the person
 * the title, the time and the personal fields. Nobody is asked what may be seen: whoever calls has asked that.
 */
export async function exportPerson(
  execution: Execution,
  person: PersonReference,
): Promise<readonly ExportedRecords[]> {
  const whole = await withCatalog(execution);
  const belongings = await gatherBelongings(whole, person);
  return belongings
    .filter(({ why }) => why !== 'otherPerson' && why !== 'work')
    .map((belonging) => {
      const fields = exportedFields(belonging);
      const { model, deal, ids } = belonging;
      return {
        entity: model.id,
        plugin: model.plugin,
        label: model.options.plural,
        kind: deal === 'erase' ? 'part' : 'mention',
        fields: fields.map(({ name, label }) => ({ name, label })),
        records: pick(readWhole(whole, model, ids), fields),
      };
    });
}

function exportedFields({ model, deal, fields }: Belonging): FieldModel[] {
  const names = ['id', 'createdAt', 'updatedAt', 'deletedAt'];
  const system = names.flatMap((name) => model.fields.get(name) ?? []);
  return deal === 'erase' ? [...system, ...fields] : [...system, ...titleOf(model), ...fields];
}

function titleOf({ fields, options: { title } }: EntityModel): FieldModel[] {
  const field = fields.get(title);
  return field && !field.personal ? [field] : [];
}

async function* pick(
  pages: AsyncIterable<readonly AnyRecord[]>,
  fields: readonly FieldModel[],
): AsyncGenerator<readonly AnyRecord[]> {
  for await (const page of pages)
    yield page.map(
      (record) =>
        Object.fromEntries(fields.map(({ name }) => [name, record[name] ?? null])) as AnyRecord,
    );
}
