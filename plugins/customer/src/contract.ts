/**
 * What other plugins may know of `customer`: the ids of its entities. Each has the record events `created`, `updated`, `deleted`
 * and `restored`.
 * @packageDocumentation
 */
export const ACCOUNT = 'customer.account';
export const CONTACT = 'customer.contact';
export const CONTACT_POINT = 'customer.contactPoint';
export const ADDRESS = 'customer.address';
export const ACTIVITY = 'customer.activity';
