import type { Filter } from '@tessera/core';

/** Whom the list of people is narrowed to; empty texts narrow nothing. */
export interface PeopleChoice {
  readonly status: string;
  readonly audience: string;
  readonly team: string;
  readonly role: string;
}

export const EVERYBODY: PeopleChoice = { status: '', audience: '', team: '', role: '' };

/** The choice as a filter of users; undefined for everybody. */
export function peopleFilter({ status, audience, team, role }: PeopleChoice): Filter | undefined {
  const filter: Filter = {
    ...(status ? { status } : {}),
    // Users from before there was a portal have none: they work here.
    ...(audience === 'portal' ? { audience } : {}),
    ...(audience === 'staff' ? { audience: { ne: 'portal' } } : {}),
    ...(team ? { team } : {}),
    ...(role ? { roles: { hasAny: [role] } } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}
