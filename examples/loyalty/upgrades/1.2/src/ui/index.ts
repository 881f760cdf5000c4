/**
 * What `loyalty` 1.2 shows in the browser.
 * @packageDocumentation
 */
export { AccountPoints, AdjustDialog, PointsFlow } from '../../../../src/ui/index.ts';
export { TierMembers } from '../../../1.1/src/ui/tier-members.ts';
