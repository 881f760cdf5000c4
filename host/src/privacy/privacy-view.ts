import { countErased, type Belonging, type Sql } from '@tessera/core';
import type { Counted, PrivacyRequest } from './privacy-requests.ts';

interface Line extends Counted {
  readonly plugin: string;
}

/** A request as the API shows it; its report names nobody. */
export async function viewRequest(sql: Sql, request: PrivacyRequest): Promise<object> {
  const { id, kind, status, people, title, reason, at, endedAt, by, fault, size, kept, others } =
    request;
  const [first] = people;
  const counts = kind === 'erase' ? await countErased(sql, id) : [];
  const [user] = await sql.query<{ id: string; name: string }>(
    'select id, name from tessera."user" where id = $1',
    [by],
  );
  return {
    id,
    kind,
    status,
    person: { entity: first?.entity, id: first?.id, title },
    people: people.length,
    at,
    endedAt,
    by: user ?? null,
    reason,
    fault,
    size,
    report: {
      erased: [...linesOf(counts, 'erase'), ...others.map(lineOf)],
      cleared: linesOf(counts, 'clear'),
      kept: [...linesOf(counts, 'keep'), ...kept.map(lineOf)],
    },
  };
}

function linesOf(counts: Awaited<ReturnType<typeof countErased>>, deal: string): readonly Line[] {
  return counts
    .filter((one) => one.deal === deal)
    .map(({ entity, count, why }) => lineOf({ entity, count, ...(why === null ? {} : { why }) }));
}

function lineOf(counted: Counted): Line {
  return { ...counted, plugin: counted.entity.split('.', 1)[0] ?? '' };
}

/** What belongs to a person, as it would be dealt with. */
export function viewHoldings(belongings: readonly Belonging[]): readonly object[] {
  return belongings.map(({ model, deal, count, fields, why }) => ({
    entity: model.id,
    plugin: model.plugin,
    label: model.options.plural,
    count,
    fields: deal === 'keep' ? [] : fields.map(({ name }) => name),
    deal,
    ...(why === undefined ? {} : { why }),
  }));
}
