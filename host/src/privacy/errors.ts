import { defineErrors } from '@tessera/core';

/** The errors of privacy. */
export const errors = defineErrors({
  personMissing: {
    code: 'HOST_PERSON_MISSING',
    status: 404,
    message: 'There is no person {entity} with the id {id}, or what was known of it is erased.',
  },
  personUnconfirmed: {
    code: 'HOST_PERSON_UNCONFIRMED',
    status: 422,
    message:
      'Nothing was erased: type the name or the e-mail address of the person, as it stands on the record, to confirm.',
  },
  personOwns: {
    code: 'HOST_PERSON_OWNS',
    status: 409,
    message:
      'This user still owns {count} records ({entities}). Hand them over first: POST /api/tessera/users/{id}/hand-over.',
  },
  privacyRequestMissing: {
    code: 'HOST_PRIVACY_REQUEST_MISSING',
    status: 404,
    message: 'There is no privacy request with the id {id}.',
  },
  privacyFileMissing: {
    code: 'HOST_PRIVACY_FILE_MISSING',
    status: 404,
    message:
      'The export is not there: it is not done, was kept for its 7 days, or lies on another host’s disk. Ask for a new one.',
  },
  suppressionMissing: {
    code: 'HOST_SUPPRESSION_MISSING',
    status: 404,
    message: 'This address is not held back.',
  },
});
