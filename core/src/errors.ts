import { defineErrors } from './tessera-error.ts';

/** The errors of core. */
export const errors = defineErrors({
  recordMissing: {
    code: 'CORE_RECORD_MISSING',
    status: 404,
    message: 'There is no {entity} with the id {id} that you may see.',
  },
  inputInvalid: {
    code: 'CORE_INPUT_INVALID',
    status: 422,
    message: 'The {entity} was not saved: some values are not valid.',
  },
  requestInvalid: {
    code: 'CORE_REQUEST_INVALID',
    status: 400,
    message: 'The request is not valid: {reason}',
  },
  nameUnknown: {
    code: 'CORE_NAME_UNKNOWN',
    status: 400,
    message: '{entity} has no {what} “{name}”.',
  },
  notSignedIn: {
    code: 'CORE_NOT_SIGNED_IN',
    status: 401,
    message: 'Sign in, or send an API token, to do this.',
  },
  audienceOther: {
    code: 'CORE_AUDIENCE_OTHER',
    status: 403,
    message: 'This is for users of the {wanted}, and you are signed in as one of the {audience}.',
  },
  notPermitted: {
    code: 'CORE_NOT_PERMITTED',
    status: 403,
    message: 'Your roles do not permit you to {action} {entity}. An administrator can change that.',
  },
  viewOnly: {
    code: 'CORE_VIEW_ONLY',
    status: 403,
    message:
      'You are looking through the eyes of {user}, and only look. End that to change something yourself.',
  },
  versionMismatch: {
    code: 'CORE_VERSION_MISMATCH',
    status: 412,
    message:
      'Somebody else changed this record since you read it (version {actual}, you had {expected}).',
  },
  valueTaken: {
    code: 'CORE_VALUE_TAKEN',
    status: 409,
    message: 'Another {entity} already has this value of {fields}.',
  },
  recordInUse: {
    code: 'CORE_RECORD_IN_USE',
    status: 409,
    message: 'The {entity} is still used by {count} {by}; change or delete those first.',
  },
  recordInUseUnseen: {
    code: 'CORE_RECORD_IN_USE_UNSEEN',
    status: 409,
    message:
      'The {entity} is still used by records that you may not see; somebody who may has to change or delete those first.',
  },
  personErased: {
    code: 'CORE_PERSON_ERASED',
    status: 422,
    message:
      'The {entity} was not saved: it names somebody whose data was erased on request. Whoever manages privacy can lift that, with a reason.',
  },
  recordErased: {
    code: 'CORE_RECORD_ERASED',
    status: 409,
    message: 'The {entity} cannot be restored: what it told of a person was erased.',
  },
  batchRefused: {
    code: 'CORE_BATCH_REFUSED',
    status: 409,
    message: 'Nothing of this batch was written, because another of its items failed.',
  },
  guardRefused: {
    code: 'CORE_GUARD_REFUSED',
    status: 422,
    message: '{reason}',
  },
  hookFailed: {
    code: 'CORE_HOOK_FAILED',
    status: 500,
    message: 'The plugin {plugin} failed in {hook}; nothing was saved.',
  },
  rateMissing: {
    code: 'CORE_RATE_MISSING',
    status: 422,
    message:
      'There is no exchange rate from {from} to {to} on or before {date}. Add one under Settings → Currencies.',
  },
  pluginMissing: {
    code: 'CORE_PLUGIN_MISSING',
    status: 404,
    message: 'No plugin with the id {id} is installed.',
  },
  pluginRejected: {
    code: 'CORE_PLUGIN_REJECTED',
    status: 422,
    message: 'The plugin {id} cannot be used: {reason}',
  },
  pluginNeeded: {
    code: 'CORE_PLUGIN_NEEDED',
    status: 409,
    message:
      'The plugin {id} is needed by {by}. Disable those first, or all together with cascade.',
  },
  pluginReferenced: {
    code: 'CORE_PLUGIN_REFERENCED',
    status: 409,
    message:
      'The data of the plugin {id} cannot go: {by} points to its records. Purge what points there first, or take the field away.',
  },
  pluginRequires: {
    code: 'CORE_PLUGIN_REQUIRES',
    status: 409,
    message:
      'The plugin {id} cannot be enabled: {reason}. Enable that first, or all together with cascade.',
  },
  pluginFailed: {
    code: 'CORE_PLUGIN_FAILED',
    status: 500,
    message: 'The plugin {id} failed at the step {step}: {reason}',
  },
  pluginBreaks: {
    code: 'CORE_PLUGIN_BREAKS',
    status: 409,
    message:
      'The version {version} of {id} does not suit {by}. Upgrade or disable those plugins first.',
  },
  pluginEnabled: {
    code: 'CORE_PLUGIN_ENABLED',
    status: 409,
    message: 'The plugin {id} is enabled. Disable it first.',
  },
  pluginQuarantined: {
    code: 'CORE_PLUGIN_QUARANTINED',
    status: 409,
    message: 'The plugin {id} is in quarantine: {reason}',
  },
  pluginStillServed: {
    code: 'CORE_PLUGIN_STILL_SERVED',
    status: 409,
    message:
      'These hosts still work with the plugin {id} as it was: {hosts}. Try again when they have followed or stopped.',
  },
  assemblyOvertaken: {
    code: 'CORE_ASSEMBLY_OVERTAKEN',
    status: 409,
    message:
      'Another host changed the plugins at the same time: assembly {number} is not the next one any more. Nothing was changed here; try again.',
  },
  pluginOfApplication: {
    code: 'CORE_PLUGIN_OF_APPLICATION',
    status: 409,
    message:
      'The plugin {id} is part of the application. Take it out of the dependencies of its package.json.',
  },
  safeMode: {
    code: 'CORE_SAFE_MODE',
    status: 409,
    message:
      'The host runs in safe mode, where the plugin {id} cannot be changed so. Start the host without TESSERA_SAFE_MODE.',
  },
  pluginUnavailable: {
    code: 'CORE_PLUGIN_UNAVAILABLE',
    status: 503,
    message: 'The plugin {id} is being switched; try again in a moment.',
  },
  serviceMissing: {
    code: 'CORE_SERVICE_MISSING',
    status: 500,
    message: 'No enabled plugin provides the service {service}.',
  },
  routeMissing: {
    code: 'CORE_ROUTE_MISSING',
    status: 404,
    message: 'There is nothing at {path}. Its plugin may be switched off.',
  },
  methodNotAllowed: {
    code: 'CORE_METHOD_NOT_ALLOWED',
    status: 405,
    message: '{path} does not answer {method}.',
  },
  bodyTooLarge: {
    code: 'CORE_BODY_TOO_LARGE',
    status: 413,
    message: 'The body is larger than {limit} bytes. Send it in parts.',
  },
  mediaTypeUnsupported: {
    code: 'CORE_MEDIA_TYPE_UNSUPPORTED',
    status: 415,
    message: 'Send JSON, with the header “Content-Type: application/json”.',
  },
  bulkRefused: {
    code: 'CORE_BULK_REFUSED',
    status: 422,
    message: 'Nothing was written: {failed} of {count} rows are not right.',
  },
  idempotencyMismatch: {
    code: 'CORE_IDEMPOTENCY_MISMATCH',
    status: 422,
    message: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
  },
  routeFailed: {
    code: 'CORE_ROUTE_FAILED',
    status: 500,
    message: 'The plugin {plugin} failed to answer this request. Its log has more.',
  },
  internal: {
    code: 'CORE_INTERNAL',
    status: 500,
    message: 'Something went wrong here. The log has more, under the request id.',
  },
});
