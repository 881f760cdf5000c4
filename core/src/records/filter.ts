import type { Json } from '../entities/field.ts';

/**
 * A filter in the one filter language. An object of fields is an AND:
 * `{ "and": [ {"stage": {"in": ["won"]}}, {"account.industry": "retail"},
 *   {"contacts": {"some": {"email": {"contains": "@x"}}}}, {"closeDate": {"within": "P30D"}}, {"owner": "$me"} ] }`
 */
export type Filter = {
  readonly and?: readonly Filter[];
  readonly or?: readonly Filter[];
  readonly not?: Filter;
} & { readonly [path: string]: Json | Condition | readonly Filter[] | Filter | undefined };

/**
 * Operators on one field; several in one object are an AND. A bare value means `eq`. A value may be `$me` (the user),
 * `$myTeams` (the teams of the user), `$now`, `$today`, or a day that moves with it: `$today-P30D`, `$today+P2W`.
 */
export interface Condition {
  /** Equal; `null` finds records without a value. */
  readonly eq?: Json;
  /** Not equal; also finds records without a value. */
  readonly ne?: Json;
  /** One of these. */
  readonly in?: readonly Json[];
  /** None of these. */
  readonly notIn?: readonly Json[];
  /** Greater. */
  readonly gt?: Json;
  /** Greater or equal. */
  readonly gte?: Json;
  /** Less. */
  readonly lt?: Json;
  /** Less or equal. */
  readonly lte?: Json;
  /** Text contains, without regard to case. */
  readonly contains?: string;
  /** Text that begins so, whatever the case. */
  readonly startsWith?: string;
  /** Text that ends so, whatever the case. */
  readonly endsWith?: string;
  /** `true`: has no value; `false`: has one. */
  readonly isNull?: boolean;
  /** Within an ISO 8601 duration from today: `P30D` ahead, `-P7D` back; or a named span `thisMonth`, `lastQuarter`, … */
  readonly within?: string;
  /** On `choices` and `refs`: has all, has any, has none of the values. */
  readonly hasAll?: readonly Json[];
  /** A list with at least one of these. */
  readonly hasAny?: readonly Json[];
  /** A list with none of these. */
  readonly hasNone?: readonly Json[];
  /** On a relation to many: at least one, none, every related record fits the filter. */
  readonly some?: Filter;
  /** No related record matches. */
  readonly none?: Filter;
  /** All related records match; true where there are none. */
  readonly every?: Filter;
  /** On a team: the team or one below it. */
  readonly under?: string;
}
