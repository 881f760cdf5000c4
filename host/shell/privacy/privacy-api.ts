import type { LocalizedText } from '@tessera/core';
import type { ApiClient } from '@tessera/sdk/ui';

/** A record of a natural person. */
export interface PersonPlace {
  readonly entity: string;
  readonly id: string;
}

export interface FoundPerson extends PersonPlace {
  readonly title: string;
  readonly subtitle: string | null;
}

export interface PersonMatch extends FoundPerson {
  readonly by: readonly ('email' | 'phone')[];
}

export type Deal = 'erase' | 'clear' | 'keep';

/** What is held in one entity about a person, and what an erasure would do with it. */
export interface Holding {
  readonly entity: string;
  readonly plugin: string;
  readonly label: LocalizedText;
  readonly count: number;
  readonly fields: readonly string[];
  readonly deal: Deal;
  readonly why?: string;
}

export interface PersonView {
  readonly person: FoundPerson;
  readonly matches: readonly PersonMatch[];
  readonly holdings: readonly Holding[];
}

export interface ReportLine {
  readonly entity: string;
  readonly plugin: string;
  readonly count: number;
  readonly why?: string;
}

export interface PrivacyRequest {
  readonly id: string;
  readonly kind: 'export' | 'erase';
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  readonly person: { readonly entity: string; readonly id: string; readonly title: string | null };
  /** How many records are the person’s. */
  readonly people: number;
  readonly at: string;
  readonly endedAt: string | null;
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly reason: string | null;
  readonly fault: string | null;
  /** Bytes of the export. */
  readonly size: number | null;
  readonly report: Readonly<Record<'erased' | 'cleared' | 'kept', readonly ReportLine[]>>;
}

/** What is asked for, about whom. */
export interface PrivacyOrder extends PersonPlace {
  readonly kind: 'export' | 'erase';
  readonly also: readonly PersonPlace[];
  readonly reason?: string;
  /** Of an erasure: the name or the e-mail address of the person. */
  readonly confirm?: string;
}

const PEOPLE = '/api/privacy/people';
const REQUESTS = '/api/privacy/requests';
const SUPPRESSIONS = '/api/privacy/suppressions';

/** The routes of privacy. Every method throws the `ApiError` of the answer. */
export class PrivacyApi {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  find(words: string): Promise<readonly FoundPerson[]> {
    return this.#api.get(PEOPLE, { query: { q: words } });
  }

  person({ entity, id }: PersonPlace): Promise<PersonView> {
    return this.#api.get(`${PEOPLE}/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`);
  }

  ask(order: PrivacyOrder): Promise<PrivacyRequest> {
    return this.#api.post(REQUESTS, order);
  }

  requests(): Promise<readonly PrivacyRequest[]> {
    return this.#api.get(REQUESTS);
  }

  request(id: string): Promise<PrivacyRequest> {
    return this.#api.get(`${REQUESTS}/${encodeURIComponent(id)}`);
  }

  suppression(value: string): Promise<{ kind: 'email' | 'phone'; isSuppressed: boolean }> {
    return this.#api.get(SUPPRESSIONS, { query: { value } });
  }

  async lift(value: string, reason: string): Promise<void> {
    await this.#api.delete(SUPPRESSIONS, { body: { value, reason } });
  }
}

/** Where the file of an export is fetched. */
export function exportFilePath(id: string): string {
  return `${REQUESTS}/${id}/file`;
}
