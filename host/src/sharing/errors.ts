import { defineErrors } from '@tessera/core';

/** The errors of sharing. */
export const errors = defineErrors({
  notShareable: {
    code: 'HOST_SHARE_NOT_SHAREABLE',
    status: 422,
    message:
      '{entity} cannot be shared: they have no owner, and who may see some of them sees them all. Change roles instead.',
  },
  notPermitted: {
    code: 'HOST_SHARE_NOT_PERMITTED',
    status: 403,
    message:
      'You cannot share this record: only who may change it by his role may, not somebody whom it was shared with. Ask its owner.',
  },
  granteeWrong: {
    code: 'HOST_SHARE_GRANTEE_WRONG',
    status: 422,
    message: 'Nothing can be shared with {id}: {reason}',
  },
  expired: {
    code: 'HOST_SHARE_EXPIRED',
    status: 422,
    message: 'A share has to end in the future; {moment} is over.',
  },
  missing: {
    code: 'HOST_SHARE_MISSING',
    status: 404,
    message: 'This record has no share with the id {id}. Read its shares again.',
  },
  byRule: {
    code: 'HOST_SHARE_BY_RULE',
    status: 409,
    message:
      'The sharing rule “{rule}” shares this record. Change or switch off the rule; a single share of it cannot be taken away.',
  },
  reachTooSmall: {
    code: 'HOST_SHARING_REACH_TOO_SMALL',
    status: 403,
    message:
      'You may not {action} all {entity} yourself, so you cannot share them all. Ask an administrator.',
  },
  ruleMissing: {
    code: 'HOST_SHARING_RULE_MISSING',
    status: 404,
    message: 'There is no sharing rule with the id {id}.',
  },
  rulePersonal: {
    code: 'HOST_SHARING_RULE_PERSONAL',
    status: 422,
    message:
      'The filter of a sharing rule is the same for everybody: “{value}” cannot stand in it. Name a user or team.',
  },
  tooManyRules: {
    code: 'HOST_SHARING_RULES_TOO_MANY',
    status: 422,
    message: 'There are {limit} sharing rules on {entity} already. Put some of them together.',
  },
});
