import type { SampleKit, SampleRow, SampleSet } from '@tessera/sdk';
import { accountRows } from './account-samples.ts';
import { activityRows } from './activity-samples.ts';
import { contactRows } from './contact-samples.ts';

/** Accounts, their people, and a year of what was done with them; the people are made of the accounts, the rest of both. */
export const customerSamples: SampleSet = {
  *rows(kit: SampleKit): Iterable<SampleRow> {
    yield* accountRows(kit);
    yield* contactRows(kit);
    yield* activityRows(kit);
  },
};
