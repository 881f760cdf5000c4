import type { Context, RecordWrite } from '@tessera/sdk';
import { ContactPoint } from '../entities/contact-point.ts';
import { Contact } from '../entities/contact.ts';
import { errors } from '../errors.ts';

type Kind = 'email' | 'phone';
const MIRRORED: readonly Kind[] = ['email', 'phone'];

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
export async function followContact(ctx: Context, write: RecordWrite): Promise<void> {
  const contact = write.id;
  if (!contact || (write.action !== 'create' && write.action !== 'update')) return;
  const points = ctx
    .asSystem('keeps the primary contact points of a contact')
    .records(ContactPoint);
  for (const kind of MIRRORED) {
    if (!(kind in write.values)) continue;
    const value = write.values[kind];
    const { records } = await points.query({ filter: { contact, kind }, limit: 1000 });
    const primary = records.find((point) => point.isPrimary);
    if (typeof value !== 'string') {
      if (primary) await points.delete(primary.id);
      continue;
    }
    if (primary?.value === value) continue;
    const known = records.find((point) => point.normalized === normalize(kind, value));
    if (known) await points.update(known.id, { value, isPrimary: true });
    else if (primary) await points.update(primary.id, { value });
    else await points.create({ contact, kind, value, isPrimary: true });
  }
}

/** Action on `customer.contactPoint.writing`: one primary of a kind, and the contact shows it. */
export async function followPoint(ctx: Context, write: RecordWrite): Promise<void> {
  const isNew = write.action === 'create' || write.action === 'restore';
  const was = isNew ? undefined : placeOf(write.before);
  const is = write.action === 'delete' ? undefined : placeOf({ ...write.before, ...write.values });
  if (!write.id || (!was && !is)) return;
  const system = ctx.asSystem('keeps the primary contact points of a contact');
  if (is) await makePrimary(system, write.id, is);
  if (was && (was.contact !== is?.contact || was.kind !== is.kind)) await leave(system, was);
}

/** A primary contact point that a contact shows. */
interface Place {
  readonly contact: string;
  readonly kind: Kind;
}

function placeOf(point: Readonly<Record<string, unknown>> | null): Place | undefined {
  const contact = point?.['contact'];
  const kind = MIRRORED.find((one) => one === point?.['kind']);
  return point?.['isPrimary'] === true && kind && typeof contact === 'string'
    ? { contact, kind }
    : undefined;
}

async function makePrimary(system: Context, id: string, { contact, kind }: Place): Promise<void> {
  const points = system.records(ContactPoint);
  const { records } = await points.query({
    filter: { contact, kind, isPrimary: true },
    limit: 1000,
  });
  const own = records.find((point) => point.id === id);
  // Another of the same batch has become the primary already.
  if (!own) return;
  for (const other of records)
    if (other !== own) await points.update(other.id, { isPrimary: false });
  await show(system, { contact, kind }, own.value);
}

async function leave(system: Context, { contact, kind }: Place): Promise<void> {
  const primary = await system.records(ContactPoint).count({ contact, kind, isPrimary: true });
  if (primary === 0) await show(system, { contact, kind }, null);
}

async function show(
  system: Context,
  { contact, kind }: Place,
  value: string | null,
): Promise<void> {
  const found = await system.records(Contact).find(contact);
  if (found && found[kind] !== value)
    await system.records(Contact).update(contact, { [kind]: value });
}
