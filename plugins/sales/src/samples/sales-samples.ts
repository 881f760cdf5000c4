import type { SampleKit, SampleRow, SampleSet } from '@tessera/sdk';
import { opportunityRows } from './opportunity-samples.ts';
import { productRows } from './product-samples.ts';

/** Products, and a year of opportunities at the accounts that `customer` has made. */
export const salesSamples: SampleSet = {
  async *rows(kit: SampleKit): AsyncIterable<SampleRow> {
    yield* productRows(kit);
    yield* opportunityRows(kit);
  },
};
