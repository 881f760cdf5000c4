import type { FieldAccess, Grant, LocalizedText, Scope, SharingDefault } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';

/** An action of an entity: one of the five that all have, or a verb of its plugin. */
export interface MatrixAction {
  readonly name: string;
  readonly label?: LocalizedText;
}

export interface MatrixField {
  readonly name: string;
  readonly label: LocalizedText;
  readonly type: string;
  readonly system: boolean;
  readonly personal: boolean;
  readonly sensitive: boolean;
}

export interface MatrixEntity {
  readonly id: string;
  readonly plugin: string;
  readonly label: LocalizedText;
  readonly owned: boolean;
  readonly hasParent: boolean;
  readonly sharing: SharingDefault;
  readonly actions: readonly MatrixAction[];
  readonly fields: readonly MatrixField[];
}

export interface MatrixPermission {
  readonly name: string;
  readonly label: LocalizedText;
  readonly plugin: string;
}

/** What of a role can be changed in the matrix. */
export interface RoleDraft {
  readonly grants: readonly Grant[];
  readonly permissions: readonly string[];
  /** Permissions that plugins give and that are taken away. */
  readonly withheld: readonly string[];
}

export interface MatrixRole extends RoleDraft {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly users: number;
  readonly teams: number;
  /** Grants that plugins give by the key of the role. */
  readonly given: readonly Grant[];
  readonly givenPermissions: readonly string[];
  readonly isMine: boolean;
  readonly mayChange: boolean;
}

/** `GET /api/access/matrix`. */
export interface RoleMatrix {
  readonly entities: readonly MatrixEntity[];
  readonly permissions: readonly MatrixPermission[];
  readonly roles: readonly MatrixRole[];
}

/** What saving would change. */
export interface RolePreview {
  readonly users: number;
  readonly actions: readonly {
    readonly entity: string;
    readonly action: string;
    readonly from: Scope | readonly Scope[];
    readonly to: Scope | readonly Scope[];
  }[];
  readonly fields: readonly {
    readonly entity: string;
    readonly field: string;
    readonly from: FieldAccess;
    readonly to: FieldAccess;
  }[];
  readonly permissions: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** How many records some of the users reach. */
  readonly reach: readonly {
    readonly entity: string;
    readonly user: { readonly id: string; readonly name: string };
    readonly before: number;
    readonly after: number;
  }[];
  /** What would be given that the reader does not hold. */
  readonly exceeds: readonly string[];
}

const ROLES = '/api/tessera/roles';

/** Speaks with the routes of roles. */
export class RoleApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  matrix(): Promise<RoleMatrix> {
    return this.#api.get('/api/access/matrix');
  }

  preview(role: string | null, draft: RoleDraft): Promise<RolePreview> {
    return this.#api.post('/api/access/preview', { role, ...draftOf(draft) });
  }

  /** Writes only while the role still has that version; answers the version that it has then. */
  async save(id: string, draft: RoleDraft, version: number): Promise<number> {
    const headers = { 'If-Match': `"${version}"` };
    const saved = await this.#api.patch<{ version: number }>(`${ROLES}/${id}`, draftOf(draft), {
      headers,
    });
    return saved.version;
  }

  create(values: { name: string; key: string } & Partial<RoleDraft>): Promise<{ id: string }> {
    return this.#api.post(ROLES, values);
  }

  async delete(id: string): Promise<void> {
    await this.#api.delete(`${ROLES}/${id}`);
  }

  async restore(id: string): Promise<void> {
    await this.#api.post(`${ROLES}/${id}/restore`);
  }
}

/** What of a role a save writes, and nothing else of it. */
export function draftOf({ grants, permissions, withheld }: RoleDraft): RoleDraft {
  return { grants, permissions, withheld };
}
