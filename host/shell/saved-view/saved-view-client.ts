import type { ApiClient } from '@tessera/sdk/ui';
import type { SavedView } from './saved-view.ts';

/** The views of one entity, and with whom one may share. */
export interface SavedViews {
  readonly views: readonly SavedView[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly mayShare: boolean;
}

/** The routes of saved views. Every method throws the `ApiError` of the answer. */
export class SavedViewClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  list(entity: string): Promise<SavedViews> {
    return this.#api.get<SavedViews>('/api/views', { query: { entity } });
  }

  create(view: Partial<SavedView>): Promise<SavedView> {
    return this.#api.post<SavedView>('/api/views', view);
  }

  /** Changes only while the view still has that version; else throws the 412. */
  update({ id, version }: SavedView, changes: Partial<SavedView>): Promise<SavedView> {
    const headers = { 'If-Match': `"${version}"` };
    return this.#api.patch<SavedView>(`/api/views/${id}`, changes, { headers });
  }

  async delete({ id }: SavedView): Promise<void> {
    await this.#api.delete(`/api/views/${id}`);
  }

  restore({ id }: SavedView): Promise<SavedView> {
    return this.#api.post<SavedView>(`/api/views/${id}/restore`);
  }
}
