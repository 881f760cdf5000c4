import { ApiError, toast } from '@tessera/sdk/ui';
import type { TesseraElement } from '@tessera/sdk/ui';
import { problemText } from '../record/record-problem.ts';
import { SavedViewClient } from './saved-view-client.ts';
import type { SavedViews } from './saved-view-client.ts';
import { inOrder, readHabits, saveHabits } from './saved-view-preference.ts';
import type { ListHabits } from './saved-view-preference.ts';
import type { SavedView } from './saved-view.ts';

const NOTHING: SavedViews = { views: [], teams: [], mayShare: false };

/** The saved views of the list that an element shows, and what is done with them. Tells the element when they are others. */
export class SavedViewBook {
  readonly #host: TesseraElement;
  #entity = '';
  #known: SavedViews = NOTHING;
  /** Why they could not be read; null while all is well. */
  failure: unknown = null;
  isLoaded = false;

  constructor(host: TesseraElement) {
    this.#host = host;
  }

  get known(): SavedViews {
    return this.#known;
  }

  /** In the order of the reader's tabs. */
  get views(): readonly SavedView[] {
    return inOrder(this.#known.views, this.habits.order);
  }

  get habits(): ListHabits {
    return readHabits(this.#user, this.#entity);
  }

  find(id: string | null): SavedView | undefined {
    return this.#known.views.find((view) => view.id === id);
  }

  /** Reads the views of an entity; what was known of another is forgotten. */
  async load(entity: string): Promise<void> {
    if (entity !== this.#entity) {
      this.#known = NOTHING;
      this.isLoaded = false;
    }
    this.#entity = entity;
    this.failure = null;
    try {
      const known = await this.#client.list(entity);
      if (entity === this.#entity) this.#known = known;
    } catch (error) {
      if (entity === this.#entity) this.failure = error;
    }
    if (entity !== this.#entity) return;
    this.isLoaded = true;
    this.#host.requestUpdate();
  }

  remember(habits: Partial<ListHabits>): void {
    saveHabits(this.#user, this.#entity, habits);
    this.#host.requestUpdate();
  }

  /** Puts a view one place to the left or to the right. */
  move(view: SavedView, step: -1 | 1): void {
    const ids = this.views.map(({ id }) => id);
    const at = ids.indexOf(view.id);
    if (!ids[at + step]) return;
    this.remember({ order: ids.toSpliced(at, 1).toSpliced(at + step, 0, view.id) });
  }

  /** The view that was made. @throws ApiError */
  async create(view: Partial<SavedView>): Promise<SavedView> {
    const made = await this.#client.create({ ...view, entity: this.#entity });
    this.#set([...this.#known.views, made]);
    toast({ text: this.#host.t('view.saved', { name: made.name }) });
    return made;
  }

  /** The view as it is now; undefined when somebody else changed it meanwhile. @throws ApiError */
  async update(view: SavedView, changes: Partial<SavedView>): Promise<SavedView | undefined> {
    try {
      const changed = await this.#client.update(view, changes);
      this.#set(this.#known.views.map((one) => (one.id === view.id ? changed : one)));
      toast({ text: this.#host.t('view.saved', { name: changed.name }) });
      return changed;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      await this.load(this.#entity);
      toast({ text: this.#host.t('view.conflict'), tone: 'error' });
      return undefined;
    }
  }

  /** Takes a view away and offers to bring it back. Answers whether it went. */
  async delete(view: SavedView): Promise<boolean> {
    return this.attempt(async () => {
      await this.#client.delete(view);
      this.#set(this.#known.views.filter(({ id }) => id !== view.id));
      const undo = (): Promise<boolean> =>
        this.attempt(async () => {
          const back = await this.#client.restore(view);
          this.#set([...this.#known.views.filter(({ id }) => id !== back.id), back]);
        });
      toast({ text: this.#host.t('view.deleted', { name: view.name }), undo });
    });
  }

  /** Does it, and says why when that failed. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      toast({
        text: problemText(error, (key, values) => this.#host.t(key, values)),
        tone: 'error',
      });
      return false;
    }
  }

  get #client(): SavedViewClient {
    return new SavedViewClient(this.#host.api);
  }

  get #user(): string {
    return this.#host.meta.user.id;
  }

  #set(views: readonly SavedView[]): void {
    this.#known = { ...this.#known, views };
    this.#host.requestUpdate();
  }
}
