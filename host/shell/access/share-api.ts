import type { EntityMeta, Filter, SharingDefault } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';

/** Somebody or something by name; no name where it may not be read. */
export interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** Whom something is shared with: one user or one team. */
export interface Grantee {
  readonly kind: 'user' | 'team';
  readonly id: string;
  readonly name: string | null;
}

/** What a share adds. */
export type SharedActions = readonly ('read' | 'update')[];

/** Whom something is shared with and what it adds. */
export interface ShareDraft {
  readonly grantee: Grantee;
  readonly actions: SharedActions;
  /** ISO 8601; null is for ever. */
  readonly expiresAt: string | null;
}

export interface Share {
  readonly id: string;
  readonly user: Named | null;
  readonly team: Named | null;
  readonly actions: SharedActions;
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: Named | null;
  /** The sharing rule that made it. */
  readonly rule: { readonly id: string; readonly name: string } | null;
}

/** Who has a record by shares. */
export interface RecordShares {
  readonly shares: readonly Share[];
  readonly mayShare: boolean;
  /** The default of the entity. */
  readonly sharing: SharingDefault;
}

export interface DefaultLevel {
  readonly entity: string;
  readonly level: SharingDefault;
}

export type RuleState = 'waiting' | 'applying' | 'applied' | 'dormant' | 'failed';

export interface SharingRule {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly filter: Filter;
  readonly user: Named | null;
  readonly team: Named | null;
  readonly actions: SharedActions;
  readonly isActive: boolean;
  readonly state: RuleState;
  /** Why it is dormant or has failed. */
  readonly reason?: string;
  /** Records that it shares now. */
  readonly shared: number;
  readonly appliedAt: string | null;
}

/** What a rule is made from. */
export interface RuleDraft {
  readonly name: string;
  readonly entity: string;
  readonly filter: Filter;
  readonly grantee: Grantee;
  readonly actions: SharedActions;
  readonly isActive: boolean;
}

const RULES = '/api/sharing/rules';

/** Speaks with the routes of sharing. Every method throws the `ApiError` of the answer. */
export class ShareApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  shares(entity: EntityMeta, id: string): Promise<RecordShares> {
    return this.#api.get(pathOf(entity, id));
  }

  /** Shares a record; with the same grantee again it takes the place of what was. */
  share(entity: EntityMeta, id: string, draft: ShareDraft): Promise<Share> {
    const { grantee, actions, expiresAt } = draft;
    return this.#api.post(pathOf(entity, id), {
      [grantee.kind]: grantee.id,
      actions,
      ...(expiresAt === null ? {} : { expiresAt }),
    });
  }

  async unshare(entity: EntityMeta, id: string, share: string): Promise<void> {
    await this.#api.delete(`${pathOf(entity, id)}/${share}`);
  }

  async defaults(): Promise<readonly DefaultLevel[]> {
    const { defaults } = await this.#api.get<{ defaults: readonly DefaultLevel[] }>(
      '/api/sharing/defaults',
    );
    return defaults;
  }

  async setDefault({ entity, level }: DefaultLevel): Promise<void> {
    await this.#api.send('PUT', `/api/sharing/defaults/${entity}`, { body: { level } });
  }

  async rules(): Promise<readonly SharingRule[]> {
    return (await this.#api.get<{ rules: readonly SharingRule[] }>(RULES)).rules;
  }

  createRule(draft: RuleDraft): Promise<SharingRule> {
    return this.#api.post(RULES, bodyOf(draft));
  }

  changeRule(id: string, draft: RuleDraft): Promise<SharingRule> {
    return this.#api.patch(`${RULES}/${id}`, bodyOf(draft));
  }

  /** Switches a rule on or off. */
  switchRule(id: string, isActive: boolean): Promise<SharingRule> {
    return this.#api.patch(`${RULES}/${id}`, { isActive });
  }

  async deleteRule(id: string): Promise<void> {
    await this.#api.delete(`${RULES}/${id}`);
  }

  /** How many records a filter finds, of those that one may read. */
  async count(entity: string, filter: Filter, signal: AbortSignal): Promise<number> {
    const options = { signal };
    const body = { entity, filter };
    return (await this.#api.post<{ count: number }>(`${RULES}/count`, body, options)).count;
  }
}

/** Whom a share or a rule is for. */
export function granteeOf({ user, team }: Pick<Share, 'user' | 'team'>): Grantee {
  if (user) return { kind: 'user', ...user };
  return { kind: 'team', ...(team ?? { id: '', name: null }) };
}

function pathOf(entity: EntityMeta, id: string): string {
  return `/api/${entity.path}/${id}/shares`;
}

/** What a rule is made from, to make it again. */
export function ruleDraftOf(rule: SharingRule): RuleDraft {
  const { name, entity, filter, actions, isActive } = rule;
  return { name, entity, filter, actions, isActive, grantee: granteeOf(rule) };
}

/** A rule is for one user or one team: the other is emptied. */
function bodyOf({ grantee, ...rest }: RuleDraft): object {
  const { kind, id } = grantee;
  return { ...rest, user: kind === 'user' ? id : null, team: kind === 'team' ? id : null };
}
