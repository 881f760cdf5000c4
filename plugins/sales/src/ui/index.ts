/**
 * What `sales` shows in the browser beyond what is made from its entities.
 * @packageDocumentation
 */
export { AccountOpportunities } from './account-opportunities.ts';
export { PipelineBars } from './pipeline-bars.ts';
