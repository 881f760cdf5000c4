/**
 * What other plugins may know of `sales`: the ids of its entities. Besides the usual record events, `sales.opportunity.stageChanged` tells
 * that an opportunity has moved.
 * @packageDocumentation
 */
export const OPPORTUNITY = 'sales.opportunity';
export const PRODUCT = 'sales.product';
export const PIPELINE = 'sales.pipeline';
export const STAGE = 'sales.stage';
