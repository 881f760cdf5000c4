/** How many records a workspace of the bench has. */
export interface Counts {
  readonly accounts: number;
  readonly contacts: number;
  readonly opportunities: number;
  readonly activities: number;
}

/** In proportion to the contacts; activities are for the comparison of scales alone, since they take longest to make. */
export function countsFor(contacts: number, { activities }: { activities: boolean }): Counts {
  return {
    accounts: Math.round(contacts / 5),
    contacts,
    opportunities: Math.round((contacts * 2) / 5),
    activities: activities ? contacts * 3 : 0,
  };
}
