import { defineErrors } from '@tessera/core';

/** The errors of example data. */
export const errors = defineErrors({
  sampleBusy: {
    code: 'HOST_SAMPLE_BUSY',
    status: 409,
    message: 'The example data is being made or taken away. Try again when that is done.',
  },
  sampleNothing: {
    code: 'HOST_SAMPLE_NOTHING',
    status: 409,
    message: 'No enabled plugin brings example data. Enable one under Plugins first.',
  },
  sampleRefused: {
    code: 'HOST_SAMPLE_REFUSED',
    status: 422,
    message: 'An example of {entity} was refused: {reason}',
  },
  sampleActorGone: {
    code: 'HOST_SAMPLE_ACTOR_GONE',
    status: 409,
    message:
      'The user who asked for the example data cannot act any more. Another administrator can try again.',
  },
});
