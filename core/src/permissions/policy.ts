import type { EntityId } from '../entities/entity.ts';
import type { LocalizedText } from '../entities/localized-text.ts';
import type { Filter } from '../records/filter.ts';
import type { PermissionName } from './permission-types.ts';

/** The verbs that every entity has; plugins declare more. */
export type RecordAction = 'create' | 'read' | 'update' | 'delete' | 'export';

/** Which records an action reaches: none, mine, my team's, the teams I manage, all, or those that a filter names. */
export type Scope = 'none' | 'own' | 'team' | 'teamTree' | 'all' | { readonly filter: Filter };

/** `write` includes read. A masked field is read-only, shows `•••1234`, and cannot be filtered, sorted, grouped or searched. */
export type FieldAccess = 'write' | 'read' | 'mask' | 'none';

/** What a role may do with one entity, or with every entity of a plugin (`sales.*`) or of all (`*`). */
export interface Grant {
  /** An entity, all of a plugin (`sales.*`), or all. */
  readonly entity: EntityId | `${string}.*` | '*';
  /** How far each action reaches; none where it is not named. */
  readonly actions: Readonly<Partial<Record<RecordAction | (string & {}), Scope>>>;
  /** Access by field; `*` is the default for fields not named, and is `write` when not given. */
  readonly fields?: Readonly<Record<string, FieldAccess>>;
}

/** What a role grants, as the principal has it. */
export interface Role {
  /** Id of its record. */
  readonly id: string;
  /** By what plugins name it, for example `sales-rep`. */
  readonly key: string;
  /** What people read. */
  readonly label: LocalizedText;
  /** What it may do with records. */
  readonly grants: readonly Grant[];
  /** Permissions that are not about an entity's records, for example `tessera.plugin.manage`; `*` is all. */
  readonly permissions: readonly string[];
  /** Names of permissions that plugins give to it by its key and that it is not to have. */
  readonly withheld?: readonly string[] | undefined;
}

/** What an API token may do at most: the rights of its user count besides, on every request. */
export interface TokenScopes {
  /** As a grant names them, with the actions that are let through; `*` is every action. */
  readonly records: readonly {
    readonly entity: EntityId | `${string}.*` | '*';
    readonly actions: readonly string[];
  }[];
  /** Names of permissions, or `["*"]`. */
  readonly permissions: readonly string[];
}

/** Who may do what with an entity's records beyond the scopes: nobody, everybody reads, or everybody reads and updates. Never without a grant for the action. */
export type SharingDefault = 'private' | 'read' | 'write';

/** A permission that a plugin declares: a verb on an entity, or an ability of its own. */
export interface PermissionDefinition {
  /** `plugin.subject.verb`, for example `sales.quote.approve`. */
  readonly name: string;
  /** What an administrator reads. */
  readonly label: LocalizedText;
  /** Keys of the roles that have it in a new workspace. */
  readonly roles?: readonly string[];
}

/**
 * Declares a permission; `plugin.permissions` takes it. Its name is one of {@link PermissionTypes}, so that routes can be held to it.
 *
 * @example
 * ```ts
 * import { definePermission } from '@tessera/sdk';
 *
 * declare module '@tessera/sdk' {
 *   interface PermissionTypes {
 *     'harbour.berth.assign': true;
 *   }
 * }
 *
 * export const assign = definePermission({
 *   name: 'harbour.berth.assign',
 *   label: { en: 'Assign berths', 'zh-CN': '分配泊位' },
 *   roles: ['sales-manager'],
 * });
 * ```
 */
export function definePermission(
  permission: PermissionDefinition & { readonly name: PermissionName },
): PermissionDefinition {
  return permission;
}

/** Who acts. Everything that a permission may depend on is in it. */
export interface Principal {
  /** What acts. */
  readonly kind: 'user' | 'token' | 'portal' | 'workflow' | 'import' | 'system' | 'anonymous';
  /** Null for the system and for nobody. */
  readonly userId: string | null;
  /** For people to read: a name, or the reason of `asSystem`. */
  readonly name: string;
  /** Ids of the teams it is a member of. */
  readonly teamIds: readonly string[];
  /** The teams that this user manages, with every team below them. */
  readonly managedTeamIds: readonly string[];
  /** Its roles; what they grant adds up. */
  readonly roles: readonly Role[];
  /** Counts up with each change of roles, teams or status of this user. */
  readonly policyVersion: number;
  /** System acts without limits; the reason is logged. */
  readonly unlimited: boolean;
  /** What an API token was limited to, of what its user may do; all of it when absent. */
  readonly scopes?: TokenScopes | undefined;
  /** How far records are shared by default, by entity; `private` where not named. */
  readonly sharing?: Readonly<Record<string, SharingDefault>> | undefined;
  /** Id of the API token that acts. */
  readonly tokenId?: string | undefined;
  /** Who looks through this user's eyes: such a principal reads and never writes. */
  readonly impersonator?: { readonly userId: string; readonly name: string } | undefined;
}
