import type { Explanation } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';
import type { RoleMatrix } from './role-api.ts';

/** What is asked about one record. */
export interface ExplainAsk {
  readonly entity: string;
  readonly id: string;
  /** Id of somebody else; without it oneself. */
  readonly user?: string | undefined;
  readonly action: string;
  readonly field?: string | undefined;
}

/** Somebody by name. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Somebody who may do something with a record. */
export interface RecordUser extends Person {
  readonly team: string | null;
  readonly actions: readonly string[];
  /** Why the record may be read. */
  readonly because: readonly string[];
}

export interface RecordUsers {
  readonly users: readonly RecordUser[];
  readonly next: string | null;
}

/** Speaks with the routes that tell who may do what. */
export class ExplainApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  explain({ user, field, ...rest }: ExplainAsk, signal: AbortSignal): Promise<Explanation> {
    const query = { ...rest, ...(user ? { user } : {}), ...(field ? { field } : {}) };
    return this.#api.get('/api/access/explain', { query, signal });
  }

  users(entity: string, id: string, cursor?: string): Promise<RecordUsers> {
    const query = { entity, id, ...(cursor ? { cursor } : {}) };
    return this.#api.get('/api/access/record', { query });
  }

  /** The verbs of an entity's plugin, beside the actions that all have. */
  async verbs(entity: string): Promise<RoleMatrix['entities'][number]['actions']> {
    const { entities } = await this.#api.get<RoleMatrix>('/api/access/matrix');
    return entities.find(({ id }) => id === entity)?.actions ?? [];
  }

  /** From now on the session sees what that user sees, and changes nothing. */
  async viewAs(user: string, reason: string): Promise<void> {
    await this.#api.post('/api/access/view-as', { user, reason });
  }
}
