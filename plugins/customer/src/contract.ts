/**
 * What other plugins may know of `customer`: its entities. Each has the record events `created`, `updated`, `deleted` and `restored`, the hooks
 * on its writes, and the places of its pages; `import type {} from '@tessera/customer/contract'` makes their names known to the compiler.
 * @packageDocumentation
 */
import type { Account } from './entities/account.ts';
import type { Activity } from './entities/activity.ts';
import type { PostalAddress } from './entities/address.ts';
import type { ContactPoint } from './entities/contact-point.ts';
import type { Contact } from './entities/contact.ts';

export const ACCOUNT = 'customer.account';
export const CONTACT = 'customer.contact';
export const CONTACT_POINT = 'customer.contactPoint';
export const ADDRESS = 'customer.address';
export const ACTIVITY = 'customer.activity';

declare module '@tessera/sdk' {
  interface EntityTypes {
    [ACCOUNT]: typeof Account;
    [CONTACT]: typeof Contact;
    [CONTACT_POINT]: typeof ContactPoint;
    [ADDRESS]: typeof PostalAddress;
    [ACTIVITY]: typeof Activity;
  }
}
