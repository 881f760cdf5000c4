import type { Context, RecordWrite } from '@tessera/sdk';
import { ContactPoint } from '../entities/contact-point.ts';
import { Contact } from '../entities/contact.ts';
import { MIRRORED, pointsOf, type Kind, type Point } from './points-of.ts';
import { updateEach } from './write-each.ts';

const PAGE = 1000;

/** A primary contact point that a contact shows. */
interface Place {
  readonly point: string;
  readonly contact: string;
  readonly kind: Kind;
}

/** Action on `customer.contactPoint.writing`: one primary of a kind, and the contact shows it. */
export async function followPoints(ctx: Context, writes: readonly RecordWrite[]): Promise<void> {
  const system = ctx.asSystem('keeps the primary contact points of a contact');
  const taken = writes.flatMap((write) => placeAfter(write) ?? []);
  const left = writes.flatMap((write) => {
    const [was, is] = [placeBefore(write), placeAfter(write)];
    return was && (was.contact !== is?.contact || was.kind !== is.kind) ? [was] : [];
  });
  await makePrimary(system, taken);
  await leave(system, left);
}

function placeBefore({ action, before, id }: RecordWrite): Place | undefined {
  return action === 'create' || action === 'restore' ? undefined : placeOf(id, before);
}

function placeAfter({ action, before, values, id }: RecordWrite): Place | undefined {
  return action === 'delete' ? undefined : placeOf(id, { ...before, ...values });
}

function placeOf(
  id: string | undefined,
  point: Readonly<Record<string, unknown>> | null,
): Place | undefined {
  const contact = point?.['contact'];
  const kind = MIRRORED.find((one) => one === point?.['kind']);
  return id && point?.['isPrimary'] === true && kind && typeof contact === 'string'
    ? { point: id, contact, kind }
    : undefined;
}

/** The first of a batch that asks for a place gets it. */
async function makePrimary(system: Context, places: readonly Place[]): Promise<void> {
  const primaries = await primariesOf(system, places);
  const given = new Map<string, Point>();
  for (const place of places) {
    const own = primaries.get(keyOf(place))?.find(({ id }) => id === place.point);
    if (own && !given.has(keyOf(place))) given.set(keyOf(place), own);
  }
  const others = [...given].flatMap(([key, own]) =>
    (primaries.get(key) ?? []).filter((point) => point !== own),
  );
  await updateEach(
    system.records(ContactPoint),
    others.map(({ id }) => ({ id, changes: { isPrimary: false } })),
  );
  await show(
    system,
    places.flatMap((place) => {
      const own = given.get(keyOf(place));
      return own?.id === place.point ? [{ ...place, value: own.value }] : [];
    }),
  );
}

/** A place that nobody has taken is shown empty. */
async function leave(system: Context, places: readonly Place[]): Promise<void> {
  const primaries = await primariesOf(system, places);
  const empty = places.filter((place) => !primaries.has(keyOf(place)));
  await show(
    system,
    empty.map((place) => ({ ...place, value: null })),
  );
}

async function primariesOf(
  system: Context,
  places: readonly Place[],
): Promise<ReadonlyMap<string, readonly Point[]>> {
  const points = await pointsOf(
    system,
    places.map(({ contact }) => contact),
    { isPrimary: true },
  );
  return Map.groupBy(points, keyOf);
}

function keyOf({ contact, kind }: Pick<Point, 'contact' | 'kind'>): string {
  return `${contact} ${kind}`;
}

async function show(
  system: Context,
  places: readonly (Place & { readonly value: string | null })[],
): Promise<void> {
  const contacts = system.records(Contact);
  const wanted = Map.groupBy(places, ({ contact }) => contact);
  const ids = [...wanted.keys()];
  for (let from = 0; from < ids.length; from += PAGE) {
    const { records } = await contacts.query({
      filter: { id: { in: ids.slice(from, from + PAGE) } },
      fields: [...MIRRORED],
      limit: PAGE,
      count: 'none',
    });
    const updates = records.flatMap((found) => {
      const differing = wanted.get(found.id)?.filter(({ kind, value }) => found[kind] !== value);
      const changes = Object.fromEntries(differing?.map(({ kind, value }) => [kind, value]) ?? []);
      return differing?.length ? [{ id: found.id, changes }] : [];
    });
    await updateEach(contacts, updates);
  }
}
