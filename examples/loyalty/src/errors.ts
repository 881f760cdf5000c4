import { defineErrors } from '@tessera/sdk';

/** The errors of `loyalty`. */
export const errors = defineErrors({
  entryFinal: {
    code: 'LOYALTY_ENTRY_FINAL',
    status: 409,
    message:
      'The points ledger is never changed: take an entry that is wrong back, and write the right one.',
  },
  entryKind: {
    code: 'LOYALTY_ENTRY_KIND',
    status: 422,
    message: 'Only Loyalty itself writes entries of the kind “{kind}”. Choose “adjusted”.',
  },
  pointsZero: {
    code: 'LOYALTY_POINTS_ZERO',
    status: 422,
    message: 'Zero points are no entry. Give a number above or below zero.',
  },
  pointsShort: {
    code: 'LOYALTY_POINTS_SHORT',
    status: 409,
    message: 'The account has {available} points, which is too few for {wanted}.',
  },
});
