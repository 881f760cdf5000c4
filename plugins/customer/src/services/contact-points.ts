import type { Context, RecordWrite } from '@tessera/sdk';
import { ContactPoint } from '../entities/contact-point.ts';
import { Contact } from '../entities/contact.ts';

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

/** Tap on `customer.contactPoint.validating`. */
export function keepNormalized(_ctx: Context, write: RecordWrite): RecordWrite | undefined {
  const { values, before } = write;
  if (!('value' in values) && !('kind' in values)) return undefined;
  const kind = values['kind'] ?? before?.['kind'];
  const value = values['value'] ?? before?.['value'];
  if (typeof kind !== 'string' || typeof value !== 'string') return undefined;
  return { ...write, values: { ...values, normalized: normalize(kind, value) } };
}

/** Action on `customer.contact.writing`: the e-mail and telephone of a contact are its primary contact points. */
export async function followContact(ctx: Context, write: RecordWrite): Promise<void> {
  const contact = write.id;
  if (!contact || (write.action !== 'create' && write.action !== 'update')) return;
  const points = ctx.asSystem('keeps the primary contact points of a contact').records(ContactPoint);
  for (const kind of MIRRORED) {
    if (!(kind in write.values)) continue;
    const value = write.values[kind];
    const { records } = await points.query({ filter: { contact, kind, isPrimary: true }, limit: 1 });
    const [primary] = records;
    if (typeof value !== 'string') {
      if (primary) await points.delete(primary.id);
    } else if (!primary) {
      await points.create({ contact, kind, value, isPrimary: true });
    } else if (primary.value !== value) {
      await points.update(primary.id, { value });
    }
  }
}

/** Action on `customer.contactPoint.writing`: one primary of a kind, and the contact shows it. */
export async function followPoint(ctx: Context, write: RecordWrite): Promise<void> {
  const point = { ...write.before, ...write.values };
  const contact = point['contact'];
  const kind = point['kind'];
  if (!write.id || typeof contact !== 'string' || (kind !== 'email' && kind !== 'phone')) return;
  const system = ctx.asSystem('keeps the primary contact point of a contact');
  if (write.action === 'delete') {
    if (point['isPrimary'] === true) await show(system, contact, kind, null);
    return;
  }
  if (point['isPrimary'] !== true) return;
  const { records } = await system
    .records(ContactPoint)
    .query({ filter: { contact, kind, isPrimary: true, id: { ne: write.id } }, limit: 100 });
  for (const other of records) await system.records(ContactPoint).update(other.id, { isPrimary: false });
  await show(system, contact, kind, String(point['value']));
}

async function show(system: Context, contact: string, kind: Kind, value: string | null): Promise<void> {
  const found = await system.records(Contact).find(contact);
  if (found && found[kind] !== value) await system.records(Contact).update(contact, { [kind]: value });
}
