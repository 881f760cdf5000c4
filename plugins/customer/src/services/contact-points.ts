import type { Context, RecordWrite } from '@tessera/sdk';
import { ContactPoint } from '../entities/contact-point.ts';
import { errors } from '../errors.ts';
import { MIRRORED, pointsOf, type Kind, type Point } from './points-of.ts';
import { createEach, updateEach } from './write-each.ts';

/** One form for equal addresses: e-mail in lower case, telephone as digits with a leading plus. */
export function normalize(kind: string, value: string): string {
  const text = value.normalize('NFKC').trim();
  if (kind === 'phone' || kind === 'mobile' || kind === 'fax' || kind === 'whatsapp') {
    const digits = text.replaceAll(/\D/g, '');
    return text.startsWith('+') || text.startsWith('00') ? `+${digits.replace(/^00/, '')}` : digits;
  }
  return text.toLowerCase();
}

/** Tap on `customer.contactPoint.validating`. An e-mail address is kept in the form in which contacts keep theirs. */
export function keepNormalized(_ctx: Context, write: RecordWrite): RecordWrite | undefined {
  const { values, before } = write;
  if (!('value' in values) && !('kind' in values)) return undefined;
  const kind = values['kind'] ?? before?.['kind'];
  const value = values['value'] ?? before?.['value'];
  if (typeof kind !== 'string' || typeof value !== 'string') return undefined;
  const normalized = normalize(kind, value);
  return {
    ...write,
    values: { ...values, normalized, ...(kind === 'email' ? { value: normalized } : {}) },
  };
}

/** Guard on `customer.contactPoint.creating` and `updating`; it holds in an import of history too, and so throws. */
export function refuseWrongEmail(_ctx: Context, { before, values }: RecordWrite): undefined {
  const point = { ...before, ...values };
  if (point['kind'] !== 'email' || /^[^\s@]+@[^\s@]+$/.test(String(point['value']))) return;
  const { message } = errors.emailInvalid({ value: point['value'] });
  throw errors.emailInvalid(
    { value: point['value'] },
    { problems: [{ pointer: '/value', detail: message }] },
  );
}

/**
 * Action on `customer.contact.writing`: the e-mail and telephone of a contact are its primary contact points. A new value corrects the
 * primary one; a value that the contact has already makes that one the primary.
 */
export async function followContacts(ctx: Context, writes: readonly RecordWrite[]): Promise<void> {
  const changed = writes.filter(({ action }) => action === 'create' || action === 'update');
  const system = ctx.asSystem('keeps the primary contact points of a contact');
  const points = system.records(ContactPoint);
  // A new contact has none yet.
  const old = changed.filter(({ action }) => action === 'update');
  const known = Map.groupBy(
    await pointsOf(
      system,
      old.flatMap(({ id }) => id ?? []),
    ),
    ({ contact }) => contact,
  );
  const steps = changed.flatMap((write) =>
    MIRRORED.filter((kind) => kind in write.values).flatMap((kind) => {
      const own = known.get(write.id ?? '')?.filter((point) => point.kind === kind) ?? [];
      return stepFor(write, kind, own) ?? [];
    }),
  );
  for (const { id } of steps.flatMap(({ remove }) => remove ?? [])) await points.delete(id);
  await updateEach(
    points,
    steps.flatMap(({ update }) => update ?? []),
  );
  await createEach(
    points,
    steps.flatMap(({ create }) => create ?? []),
  );
}

interface Step {
  readonly remove?: Point;
  readonly update?: { readonly id: string; readonly changes: Partial<Point> };
  readonly create?: Pick<Point, 'contact' | 'kind' | 'value' | 'isPrimary'>;
}

/** What becomes of the points of one kind; undefined when they are right. */
function stepFor(
  { id: contact, values }: RecordWrite,
  kind: Kind,
  points: readonly Point[],
): Step | undefined {
  const value = values[kind];
  const primary = points.find((point) => point.isPrimary);
  if (typeof value !== 'string') return primary && { remove: primary };
  if (primary?.value === value) return undefined;
  const known = points.find((point) => point.normalized === normalize(kind, value));
  if (known) return { update: { id: known.id, changes: { value, isPrimary: true } } };
  if (primary) return { update: { id: primary.id, changes: { value } } };
  return contact ? { create: { contact, kind, value, isPrimary: true } } : undefined;
}
