/**
 * What `loyalty` 1.1 shows in the browser.
 * @packageDocumentation
 */
export { AccountPoints, AdjustDialog, PointsFlow } from '../../../../src/ui/index.ts';
export { TierMembers } from './tier-members.ts';
