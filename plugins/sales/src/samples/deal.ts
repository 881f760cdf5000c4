import type { AnyRecord, SampleRow } from '@tessera/sdk';
import type { Course } from './opportunity-course.ts';
import type { OpportunityPhrases } from './opportunity-phrases.ts';

/** One opportunity while its rows are made. */
export interface Deal {
  readonly key: string;
  readonly account: SampleRow;
  readonly contact: SampleRow;
  readonly product: SampleRow;
  readonly course: Course;
  readonly phrases: OpportunityPhrases;
  readonly dollars: number;
}

/** Where opportunities go: the stages of the pipeline in their order. */
export interface Stages {
  readonly pipeline: string;
  readonly open: readonly AnyRecord[];
  readonly won: AnyRecord;
  readonly lost: AnyRecord;
}
