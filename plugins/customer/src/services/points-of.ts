import type { Context, RecordOf } from '@tessera/sdk';
import { ContactPoint } from '../entities/contact-point.ts';

/** Kinds of contact points of which the contact itself shows the primary one. */
export const MIRRORED = ['email', 'phone'] as const;
export type Kind = (typeof MIRRORED)[number];
export type Point = Pick<
  RecordOf<typeof ContactPoint>,
  'id' | 'contact' | 'kind' | 'value' | 'normalized' | 'isPrimary'
>;

const FIELDS = ['contact', 'kind', 'value', 'normalized', 'isPrimary'];
const PAGE = 1000;

/** The mirrored points of contacts, or only the primary ones; those of one contact in the order they were made. */
export async function pointsOf(
  system: Context,
  contacts: readonly string[],
  more: { readonly isPrimary?: true } = {},
): Promise<readonly Point[]> {
  const ids = [...new Set(contacts)];
  const found: Point[] = [];
  for (let from = 0; from < ids.length; from += PAGE) {
    const contact = { in: ids.slice(from, from + PAGE) };
    let cursor: string | undefined;
    do {
      const page = await system.records(ContactPoint).query({
        filter: { contact, kind: { in: [...MIRRORED] }, ...more },
        fields: FIELDS,
        limit: PAGE,
        cursor,
        count: 'none',
      });
      found.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
  }
  return found;
}
