/** A world in plain values: who there is, what they may do, and all rows. A failure prints it. */
export interface WorldPlan {
  readonly teams: readonly TeamPlan[];
  readonly users: readonly UserPlan[];
  readonly roles: readonly RolePlan[];
  /** What plugins grant to roles, by key. */
  readonly given: Readonly<Record<string, readonly GrantPlan[]>>;
  readonly defaults: Readonly<Record<string, 'read' | 'write'>>;
  readonly shares: readonly SharePlan[];
  readonly rules: readonly RulePlan[];
  readonly rows: readonly RowPlan[];
  /** What the audit tells of rows. */
  readonly history: readonly HistoryPlan[];
}
export interface TeamPlan {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly manager: string | null;
  readonly roles: readonly string[];
  readonly deleted: boolean;
}
export interface UserPlan {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly roles: readonly string[];
}
export interface RolePlan {
  readonly id: string;
  readonly key: string;
  readonly grants: readonly GrantPlan[];
  readonly deleted: boolean;
}
export type ScopePlan = 'none' | 'own' | 'team' | 'teamTree' | 'all' | { filter: FilterPlan };
export type AccessPlan = 'none' | 'mask' | 'read' | 'write';
export interface GrantPlan {
  readonly entity: string;
  readonly actions: Readonly<Record<string, ScopePlan>>;
  readonly fields?: Readonly<Record<string, AccessPlan>>;
}
export interface SharePlan {
  readonly entity: string;
  readonly record: string;
  readonly user: string | null;
  readonly team: string | null;
  readonly actions: readonly string[];
  readonly expires: string | null;
}
export interface RulePlan {
  readonly id: string;
  readonly entity: string;
  readonly filter: FilterPlan;
  readonly user: string | null;
  readonly team: string | null;
  readonly actions: readonly string[];
}
export type ValuePlan =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | { readonly entity: string; readonly id: string };
export type Values = Readonly<Record<string, ValuePlan>>;
export interface RowPlan {
  readonly entity: string;
  readonly id: string;
  readonly deleted: boolean;
  /** By field, with id, createdAt, owner and team. */
  readonly values: Values;
}
export interface HistoryPlan {
  readonly id: string;
  readonly entity: string;
  readonly record: string;
  readonly changes: Readonly<Record<string, readonly [ValuePlan, ValuePlan]>>;
}
/** Filters in the language of the product. */
export type FilterPlan = { readonly [key: string]: unknown };

/** Who asks: a user, his token with scopes, or somebody who looks through his eyes. */
export interface ReaderPlan {
  readonly user: string;
  readonly scopes?: {
    readonly records: readonly { readonly entity: string; readonly actions: readonly string[] }[];
    readonly permissions: readonly string[];
  };
  readonly isSeen?: boolean;
}
