/**
 * What other plugins may know of `sales`: its entities, and the hook that it offers. Besides the usual record events,
 * `sales.opportunity.stageChanged` tells that an opportunity has moved. `import type {} from '@tessera/sales/contract'` makes their names known to the compiler.
 * @packageDocumentation
 */
import type { HookType } from '@tessera/sdk';
import type { Opportunity } from './entities/opportunity.ts';
import type { Pipeline } from './entities/pipeline.ts';
import type { Product } from './entities/product.ts';
import type { Stage } from './entities/stage.ts';

export const OPPORTUNITY = 'sales.opportunity';
export const PRODUCT = 'sales.product';
export const PIPELINE = 'sales.pipeline';
export const STAGE = 'sales.stage';

/** What taps of `sales.opportunity.estimating` are given, and answer with another probability. */
export interface OpportunityEstimate {
  /** Id of the opportunity; null while it is being created. */
  readonly opportunity: string | null;
  /** Id of its account; null when it has none. */
  readonly account: string | null;
  /** Id of the open stage that it enters. */
  readonly stage: string;
  /** How likely it is to be won, in percent from 0 to 100: the stage's own, or what the tap before answered. */
  readonly probability: number;
}

declare module '@tessera/sdk' {
  interface EntityTypes {
    [OPPORTUNITY]: typeof Opportunity;
    [PRODUCT]: typeof Product;
    [PIPELINE]: typeof Pipeline;
    [STAGE]: typeof Stage;
  }
  interface HookTypes {
    /** Corrects the probability that an open stage brings; an answer that is no percentage is left out. Each tap has 250 ms. */
    'sales.opportunity.estimating': HookType<'filter', OpportunityEstimate>;
  }
}
