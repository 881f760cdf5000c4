import type { SharedAction } from '@tessera/core';
import { createBodyReader, type BodyReader } from '../identity/request-body.ts';
import { errors } from './errors.ts';
import type { GranteeBody } from './grantee.ts';
import type { ShareBody } from './record-shares.ts';

/** What is sent of a sharing rule. */
export interface RuleBody extends GranteeBody {
  readonly name: string;
  readonly entity: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly actions: readonly SharedAction[];
  readonly isActive?: boolean;
}

const id = { type: ['string', 'null'], maxLength: 36 };
const actions = {
  type: 'array',
  minItems: 1,
  maxItems: 2,
  uniqueItems: true,
  items: { enum: ['read', 'update'] },
};
const entity = { type: 'string', maxLength: 200 };
const filter = { type: 'object' };
const RULE = {
  name: { type: 'string', minLength: 1, maxLength: 80, pattern: '\\S' },
  entity,
  filter,
  user: id,
  team: id,
  actions,
  isActive: { type: 'boolean' },
};

/** Reads what a new rule is made from. */
export const readNewRule: BodyReader<RuleBody> = createBodyReader(RULE, [
  'name',
  'entity',
  'filter',
  'actions',
]);

/** Reads what is to be other in a rule. */
export const readRuleChanges: BodyReader<Partial<RuleBody>> = createBodyReader(RULE);

/** Reads what is to be counted. */
export const readCountBody: BodyReader<Pick<RuleBody, 'entity' | 'filter'>> = createBodyReader(
  { entity, filter },
  ['entity', 'filter'],
);

/** Reads whom a record is to be shared with. */
export const readShareBody: BodyReader<ShareBody> = createBodyReader(
  { user: id, team: id, actions, expiresAt: { type: ['string', 'null'], maxLength: 40 } },
  ['actions'],
);

/** Reads how far an entity is to be shared. */
export const readLevelBody: BodyReader<{ readonly level: 'private' | 'read' | 'write' }> =
  createBodyReader({ level: { enum: ['private', 'read', 'write'] } }, ['level']);

/**
 * Refuses a filter that says another thing for everybody who is asked.
 * @throws TesseraError `HOST_SHARING_RULE_PERSONAL`
 */
export function refusePersonal(filter: unknown): void {
  if (filter === '$me' || filter === '$myTeams') throw errors.rulePersonal({ value: filter });
  if (typeof filter !== 'object' || filter === null) return;
  for (const part of Object.values(filter)) refusePersonal(part);
}
