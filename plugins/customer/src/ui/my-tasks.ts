import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { myTasksStyles } from './my-tasks-styles.ts';
import { dueFilter, groupOf, todayIn, type Task, type TaskGroup } from './task.ts';

const ENTITY = 'customer.activity';
const ROUTE = '/api/customer/activities';
const READ = 100;
/** How many of each group are shown at most: what is overdue shall not hide what is due today. */
const SHOWN: Readonly<Record<TaskGroup, number>> = { overdue: 4, today: 5, later: 3, noDate: 2 };
const GROUPS: readonly TaskGroup[] = ['overdue', 'today', 'later', 'noDate'];
const FILTER = { type: 'task', status: 'planned', owner: '$me' };

/** The reader's own tasks that are still open, the most urgent first; one click ticks one off. */
export class MyTasks extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'customer-my-tasks';

  @state() private tasks: readonly Task[] | undefined;
  @state() private total = 0;
  @state() private isUnreadable = false;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stopLive = this.live.watch({ entities: [ENTITY] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.entityMeta(ENTITY)) return nothing;
    if (!this.tasks) return this.isUnreadable ? this.#failure() : nothing;
    if (this.tasks.length === 0)
      return html`<ts-empty
        icon="list-checks"
        heading=${this.t('customer:tasks.emptyTitle')}
        text=${this.t('customer:tasks.emptyText')}
      >
        <a slot="action" class="btn" href="/customer/activities/new"
          >${icon('plus', 14)} ${this.t('customer:tasks.create')}</a
        >
      </ts-empty>`;
    return html`${this.#groups()}
      <a class="btn ghost all" href=${this.#listPath()}
        >${this.t('customer:tasks.all')} <span class="num mut">${this.total}</span></a
      >`;
  }

  #failure(): TemplateResult {
    return html`<p role="alert">${this.t('customer:tasks.failed')}</p>
      <button class="btn" @click=${() => this.#read()}>${this.t('customer:tasks.retry')}</button>`;
  }

  #groups(): TemplateResult[] {
    const today = todayIn(this.timeZone);
    const byGroup = Map.groupBy(this.tasks ?? [], (task) => groupOf(task, today));
    return GROUPS.flatMap((group) => {
      const tasks = byGroup.get(group) ?? [];
      return tasks.length === 0
        ? []
        : [
            html`<h3 class=${group}>${this.t(`customer:tasks.${group}`)}</h3>
              <ul>
                ${tasks.slice(0, SHOWN[group]).map((task) => this.#task(task))}
              </ul>
              ${this.#more(group, tasks.length - SHOWN[group], today)}`,
          ];
    });
  }

  #more(group: TaskGroup, count: number, today: string): TemplateResult | typeof nothing {
    if (count <= 0) return nothing;
    return html`<a class="more mut" href=${this.#listPath(dueFilter(group, today))}
      >${this.t('customer:tasks.more', { count })}</a
    >`;
  }

  #task(task: Task): TemplateResult {
    const label = this.t('customer:tasks.tick', { task: task.subject });
    return html`<li>
      <button
        class="tick"
        role="checkbox"
        aria-checked="false"
        aria-label=${label}
        title=${label}
        @click=${() => this.#tick(task)}
      >
        <span>${icon('check', 12)}</span>
      </button>
      <a class="link ell" href="/customer/activities/${task.id}">${task.subject}</a>
      <span class="with ell mut">${task.contact?.title ?? ''}</span>
      ${
        task.priority === 'high'
          ? html`<span class="high" title=${this.#priorityLabel()}>${icon('flag', 13)}</span>`
          : nothing
      }
      <span class="due num">${this.#due(task)}</span>
    </li>`;
  }

  #due({ dueDate }: Task): string {
    return dueDate === null
      ? ''
      : new Intl.DateTimeFormat(this.locale, {
          timeZone: 'UTC',
          month: 'short',
          day: 'numeric',
        }).format(new Date(`${dueDate}T00:00:00Z`));
  }

  #priorityLabel(): string {
    const field = this.entityMeta(ENTITY)?.fields.find(({ name }) => name === 'priority');
    const option = field?.options?.find(({ key }) => key === 'high');
    return field && option ? `${this.localized(field.label)}: ${this.localized(option.label)}` : '';
  }

  #listPath(more: object = {}): string {
    const filter = JSON.stringify({ ...FILTER, ...more });
    const query = new URLSearchParams({ sort: 'dueDate', filter });
    return `/customer/activities?${query.toString()}`;
  }

  async #read(): Promise<void> {
    if (!this.entityMeta(ENTITY)) return;
    try {
      const { body, headers } = await this.api.send('POST', `${ROUTE}/query`, {
        body: {
          filter: FILTER,
          sort: [{ field: 'dueDate', direction: 'asc' }],
          fields: ['subject', 'dueDate', 'priority', 'contact'],
          include: ['contact'],
          limit: READ,
        },
      });
      this.tasks = body as readonly Task[];
      this.total = Number(headers.get('X-Total-Count') ?? this.tasks.length);
      this.isUnreadable = false;
    } catch {
      this.isUnreadable = true;
    }
  }

  /** Gone from the list at once; back again when the server refuses, or when it is taken back. */
  async #tick(task: Task): Promise<void> {
    this.tasks = this.tasks?.filter(({ id }) => id !== task.id);
    this.total -= 1;
    await this.#write(task, 'done', () =>
      toast({
        text: this.t('customer:tasks.ticked', { task: task.subject }),
        tone: 'success',
        undo: () => this.#write(task, 'planned'),
      }),
    );
  }

  async #write(task: Task, status: string, afterwards: () => void = () => {}): Promise<void> {
    try {
      await this.api.patch(`${ROUTE}/${task.id}`, { status });
      afterwards();
    } catch (error) {
      const reason = error instanceof ApiError || error instanceof Error ? error.message : '';
      toast({
        text: this.t('customer:tasks.notTicked', { task: task.subject, reason }),
        tone: 'error',
      });
    }
    await this.#read();
  }

  static override styles: CSSResultGroup = [TesseraElement.styles, myTasksStyles];
}
