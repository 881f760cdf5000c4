import type { Context, RecordWrite } from '@tessera/sdk';
import { Account } from '../entities/account.ts';
import { Contact } from '../entities/contact.ts';
import { errors } from '../errors.ts';

/**
 * Action on `customer.account.writing`: no account stands below itself. It looks after the write, not before: two accounts of one batch
 * can each become the parent of the other, and so can two in transactions at the same time, which therefore wait for each other.
 */
export async function refuseAccountCircle(ctx: Context, write: RecordWrite): Promise<void> {
  if (write.action !== 'update' || !write.id || !write.values['parent']) return;
  await ctx.lock('account.parent');
  const accounts = ctx.asSystem('looks for a circle of parent accounts').records(Account);
  const above = async (id: string) => (await accounts.find(id, { fields: ['parent'] }))?.parent;
  if (await standsBelowItself(write.id, above)) throw refused(errors.accountCircle, 'parent');
}

/** Action on `customer.contact.writing`: nobody reports to himself, not through others either. */
export async function refuseReportingCircle(ctx: Context, write: RecordWrite): Promise<void> {
  if (write.action !== 'update' || !write.id || !write.values['reportsTo']) return;
  await ctx.lock('contact.reportsTo');
  const contacts = ctx.asSystem('looks for a circle of reporting lines').records(Contact);
  const above = async (id: string) =>
    (await contacts.find(id, { fields: ['reportsTo'] }))?.reportsTo;
  if (await standsBelowItself(write.id, above)) throw refused(errors.reportingCircle, 'reportsTo');
}

async function standsBelowItself(
  start: string,
  above: (id: string) => Promise<string | null | undefined>,
): Promise<boolean> {
  const seen = new Set<string>();
  for (let id = await above(start); id && !seen.has(id); id = await above(id)) {
    if (id === start) return true;
    seen.add(id);
  }
  return false;
}

function refused(error: (typeof errors)['accountCircle'], field: string): Error {
  const { message } = error();
  return error({}, { problems: [{ pointer: `/${field}`, detail: message }] });
}
