import type { EntityId } from '../entities/entity.ts';
import type { Filter } from '../records/filter.ts';
import type { FieldAccess, RecordAction, Scope, SharingDefault, TokenScopes } from './policy.ts';
import type { PredicateReason } from './predicate.ts';

/** Whether somebody may do something, and with what. */
export interface AccessQuestion {
  readonly userId: string;
  readonly entity: EntityId;
  /** Of the record; without it whether there may be any at all. */
  readonly id?: string | undefined;
  readonly field?: string | undefined;
  readonly action: RecordAction | (string & {});
  /** Those of the API token by which he asks. */
  readonly scopes?: TokenScopes | undefined;
}

/** The answer, with each thing that was looked at, from the general to the particular. */
export interface Explanation {
  readonly allowed: boolean;
  readonly user: { readonly id: string; readonly name: string; readonly status: string };
  readonly entity: EntityId;
  readonly id?: string;
  /** Of the record, where whoever asks may read it. */
  readonly title?: string | null;
  readonly action: string;
  readonly field?: string;
  readonly fieldAccess?: FieldAccess;
  readonly steps: readonly ExplainStep[];
}

/** One thing that was looked at, as data: the words are the UI's. */
export type ExplainStep =
  | UserStep
  | TokenStep
  | RoleStep
  | ScopeStep
  | DefaultStep
  | ShareStep
  | ParentStep
  | RecordStep
  | FieldStep;

/** What a step means for the answer; `noted` changes nothing. */
export type ExplainOutcome = 'grants' | 'denies' | 'limits' | 'noted';

/** Who asks. Only an active user may do anything. */
export interface UserStep {
  readonly kind: 'user';
  readonly outcome: ExplainOutcome;
  readonly status: string;
  readonly audience: 'staff' | 'portal';
  readonly team: Named | null;
}

/** The scopes of the API token. */
export interface TokenStep {
  readonly kind: 'token';
  readonly outcome: ExplainOutcome;
}

/** What one role says of the action. */
export interface RoleStep {
  readonly kind: 'role';
  readonly outcome: ExplainOutcome;
  readonly role: GrantingRole;
  /** Empty when it says nothing of the action. */
  readonly scopes: readonly Scope[];
  /** A plugin gives it, and the role itself says otherwise of this entity. */
  readonly isReplaced: boolean;
}

/** One of the ways in which the roles reach a record. */
export interface ScopeStep {
  readonly kind: 'scope';
  readonly outcome: ExplainOutcome;
  /** `noGrant`: the roles reach no record; `notReadable`: what cannot be read can be neither changed nor taken out. */
  readonly reason: PredicateReason | 'noGrant' | 'notReadable';
  /** Where the reason is `filter`. */
  readonly filter?: Filter;
}

/** The sharing default of the entity. */
export interface DefaultStep {
  readonly kind: 'default';
  readonly outcome: ExplainOutcome;
  readonly level: SharingDefault;
}

/** A share of the record. */
export interface ShareStep {
  readonly kind: 'share';
  readonly outcome: ExplainOutcome;
  readonly share: {
    readonly id: string;
    readonly grantee: Named & { readonly kind: 'user' | 'team' };
    readonly actions: readonly string[];
    readonly rule: Named | null;
    /** ISO 8601. */
    readonly expiresAt: string | null;
    readonly isExpired: boolean;
  };
}

/** The record that the one before belongs to. */
export interface ParentStep {
  readonly kind: 'parent';
  readonly outcome: ExplainOutcome;
  readonly parent: {
    readonly entity: EntityId;
    readonly id: string;
    readonly title: string | null;
  };
  /** Why it counts for the record below; empty when it does not. */
  readonly reasons: readonly PredicateReason[];
  readonly isReadable: boolean;
  readonly isDeleted: boolean;
}

/** The record itself. */
export interface RecordStep {
  readonly kind: 'record';
  readonly outcome: ExplainOutcome;
  readonly state: 'there' | 'deleted' | 'missing';
  readonly owner: Named | null;
  readonly team: Named | null;
}

/** The field that was asked for. */
export interface FieldStep {
  readonly kind: 'field';
  readonly outcome: ExplainOutcome;
  readonly field: string;
  readonly access: FieldAccess;
  /** `readOnly`: the system fills it; `rollup`: it tells of records that are not readable. */
  readonly reason: 'roles' | 'noGrant' | 'readOnly' | 'rollup';
  /** What each role says of it. */
  readonly given: readonly { readonly role: GrantingRole; readonly access: FieldAccess }[];
}

/** A role, how the user has it, and whether the role itself or a plugin says so. */
export interface GrantingRole {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly via: 'user' | 'team';
  readonly from: 'role' | 'plugin';
}

/** Something with a name. */
export interface Named {
  readonly id: string;
  readonly name: string | null;
}
