import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { LiveMessage } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { activeRuns, cancelRun, isActive, onRun, readRun, undoRun } from './list-bulk-run.ts';
import type { BulkRun } from './list-bulk-run.ts';
import { problemText } from '../record/record-problem.ts';
import { loadPart } from '../app/part.ts';

/** A run of more records than this takes long enough to be looked at. */
const SHORT = 200;
/** Asks again where live messages do not come. */
const ASK_MS = 3000;

/** The bulk runs of the user that are under way, and how each ended. It stands in the frame: the page may be left meanwhile. */
@customElement('ts-bulk-progress')
export class ListBulkProgress extends TesseraElement {
  @state() private runs: readonly BulkRun[] = [];
  /** Id of the run whose faults are shown. */
  @state() private faultsOf = '';
  readonly #leave: (() => void)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leave.push(
      onRun((run) => this.#heard(run, true)),
      this.live.onMessage((message) => this.#told(message)),
    );
    void this.#find();
  }

  override disconnectedCallback(): void {
    for (const leave of this.#leave.splice(0)) leave();
    clearInterval(this.#timer);
    this.#timer = undefined;
    super.disconnectedCallback();
  }

  protected override updated(): void {
    if (this.runs.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => void this.#ask(), ASK_MS);
  }

  override render(): TemplateResult {
    return html`${this.runs.length > 0 ? html`<div class="stack">${this.runs.map((run) => this.#card(run))}</div>` : nothing}
    ${
      this.faultsOf
        ? html`<ts-bulk-faults
            run=${this.faultsOf}
            @ts-faults-closed=${() => (this.faultsOf = '')}
          ></ts-bulk-faults>`
        : nothing
    }`;
  }

  #card(run: BulkRun): TemplateResult {
    const isUndo = run.status === 'undoing';
    const [done, total] = isUndo
      ? [(run.undo?.undone ?? 0) + (run.undo?.kept ?? 0), run.counts.changed]
      : [run.done, run.total];
    const kind = isUndo ? 'undo' : run.action;
    const text = this.t(`bulk.running.${kind}`, {
      done: this.#number(done),
      total: this.#number(total),
    });
    return html`<div class="card">
      <span class="text">${text}</span>
      ${
        isUndo
          ? nothing
          : html`<button class="btn ghost" @click=${() => void this.#cancel(run)}>
              ${icon('x', 14)} ${this.t('action.cancel')}
            </button>`
      }
      <progress
        aria-label=${this.t(`bulk.running.${kind}.label`)}
        max=${Math.max(1, total)}
        value=${done}
      ></progress>
    </div>`;
  }

  /** What was under way when the page was opened. */
  async #find(): Promise<void> {
    const runs = await activeRuns(this.api).catch((): readonly BulkRun[] => []);
    for (const run of runs) this.#heard(run, true);
  }

  async #ask(): Promise<void> {
    for (const { id } of this.runs) {
      const run = await readRun(this.api, id).catch(() => undefined);
      if (run) this.#heard(run, false);
    }
  }

  #told(message: LiveMessage): void {
    if (message.kind === 'resync') void this.#ask();
    if (message.kind !== 'job' || message['job'] !== 'bulk') return;
    this.#heard(message as unknown as BulkRun, false);
  }

  /** @param isMine - started by this page: it tells how it ended */
  #heard(run: BulkRun, isMine: boolean): void {
    const known = this.runs.find(({ id }) => id === run.id);
    const others = this.runs.filter(({ id }) => id !== run.id);
    if (isActive(run)) {
      if (known || isMine || run.total > SHORT)
        this.runs = known ? this.runs.map((one) => (one === known ? run : one)) : [...others, run];
      return;
    }
    this.runs = others;
    if (known || isMine) this.#ended(run);
  }

  #ended(run: BulkRun): void {
    const { changed, failed } = run.counts;
    const isUndone = run.status === 'undone';
    const count = isUndone ? (run.undo?.undone ?? 0) : changed;
    const rest = isUndone ? (run.undo?.kept ?? 0) : failed;
    const said = (key: string, of: number): string =>
      this.t(key, { count: of, number: this.#number(of) });
    const isNothing = run.status === 'done' && run.action === 'update' && count + rest === 0;
    const parts = [
      run.status === 'failed' ? (run.reason ?? this.t('bulk.failed')) : '',
      run.status === 'cancelled' ? this.t('bulk.cancelled') : '',
      isNothing ? this.t('bulk.ended.nothing') : '',
      !isNothing && (count > 0 || rest === 0)
        ? said(isUndone ? 'bulk.ended.undo' : `bulk.ended.${run.action}`, count)
        : '',
      rest > 0 ? said(isUndone ? 'bulk.ended.kept' : `bulk.ended.${run.action}.failed`, rest) : '',
    ];
    const text = parts.filter((part) => part !== '').join(' · ');
    const isFault = rest > 0 || run.status === 'failed';
    const show = { label: this.t('bulk.show'), run: () => this.#show(run.id) };
    toast({
      text,
      ...(isFault ? { tone: 'error' as const } : {}),
      ...(!isUndone && changed > 0 ? { undo: () => this.#undo(run) } : {}),
      ...(rest > 0 ? { action: show } : {}),
    });
  }

  #show(id: string): void {
    loadPart(() => import('./list-bulk-faults.ts'));
    this.faultsOf = id;
  }

  async #cancel({ id }: BulkRun): Promise<void> {
    await this.#try(cancelRun(this.api, id));
  }

  async #undo({ id }: BulkRun): Promise<void> {
    await this.#try(undoRun(this.api, id));
  }

  async #try(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      toast({ text: problemText(error, (key, values) => this.t(key, values)), tone: 'error' });
      await this.#ask();
    }
  }

  #number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: contents;
      }
      .stack {
        position: fixed;
        left: 50%;
        bottom: 20px;
        translate: -50% 0;
        z-index: 20;
        display: grid;
        gap: 8px;
      }
      .card {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 12px;
        align-items: center;
        width: min(360px, calc(100vw - 32px));
        padding: 6px 8px 10px 14px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
      }
      .text {
        font-variant-numeric: tabular-nums;
        line-height: 28px;
      }
      progress {
        grid-column: 1 / -1;
        appearance: none;
        width: 100%;
        height: 4px;
        border: 0;
        border-radius: 2px;
        background: var(--ts-bg-active);
        overflow: hidden;
      }
      progress::-webkit-progress-bar {
        background: var(--ts-bg-active);
      }
      progress::-webkit-progress-value {
        background: var(--ts-accent);
      }
      progress::-moz-progress-bar {
        background: var(--ts-accent);
      }
      @media (max-width: 759px) {
        .stack {
          bottom: 72px;
        }
      }
    `,
  ];
}
