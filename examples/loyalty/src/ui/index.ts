/**
 * What `loyalty` shows in the browser beyond what is made from its entities.
 * @packageDocumentation
 */
export { AccountPoints } from './account-points.ts';
export { AdjustDialog } from './adjust-dialog.ts';
export { PointsFlow } from './points-flow.ts';
