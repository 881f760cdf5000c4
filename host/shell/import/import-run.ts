import { ApiError, TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ImportApi, isBusy, type ImportRun as Run } from './import-api.ts';
import { importPath } from './import-path.ts';
import { importTone } from './import-recent.ts';
import { reasonText } from './import-reasons.ts';
import { importStyles } from './import-styles.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';

/** Where the live stream does not reach, one asks. */
const ASK_MS = 2000;

/** An import on its way, then its report: counts, the rows that failed, and taking it back. */
@customElement('ts-import-run')
export class ImportRun extends TesseraElement {
  @property() run = '';
  @state() private shown: Run | undefined;
  @state() private problem = '';
  @state() private isAsking = false;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.live.onMessage((message) => {
      const isOurs = message.kind === 'job' && message.id === this.run;
      if (isOurs || message.kind === 'resync') void this.#read();
    });
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('run')) void this.#read();
  }

  override render(): TemplateResult {
    const { shown: run } = this;
    if (!run) {
      return this.problem
        ? html`<p class="note bad" role="alert">
            ${this.problem}
            <button class="btn" @click=${() => this.#read()}>${this.t('action.retry')}</button>
          </p>`
        : html`<section class="card" aria-busy="true">
            <div class="bar"></div>
          </section>`;
    }
    const entity = this.entityMeta(run.entity);
    return html`<section class="card" aria-busy=${isBusy(run)}>
        <div class="foot">
          <h2 class="grow ell">
            ${run.name} → ${entity ? this.localized(entity.plural) : run.entity}
          </h2>
          <span class="tag" role="status" style="--c:${importTone(run.status)}"
            ><i></i>${this.t(`import.status.${run.status}`)}</span
          >
        </div>
        ${this.#progress(run)}
        <dl class="tiles">
          ${this.#tile('import.created', run.counts.created)}
          ${this.#tile('import.updated', run.counts.updated)}
          ${this.#tile('import.unchanged', run.counts.unchanged)}
          ${this.#tile('import.failed', run.counts.failed, true)}
        </dl>
        ${run.reason ? html`<p class="note bad" role="alert">${this.#reason(run, run.reason)}</p>` : nothing}
        ${run.status === 'undoing' || run.status === 'undone' ? this.#undone(run) : nothing}
        ${this.problem ? html`<p class="note bad" role="alert">${this.problem}</p>` : nothing}
        ${this.#actions(run)}
      </section>
      ${isBusy(run) ? html`<p class="mut">${this.t('import.leave')}</p>` : nothing}`;
  }

  #progress(run: Run): TemplateResult {
    const isUndo = run.status === 'undoing' && run.undo;
    const rows = isUndo ? isUndo.touched : run.rows;
    const done = isUndo ? isUndo.undone + isUndo.kept + isUndo.failed : run.position;
    const number = (value: number): string => value.toLocaleString(this.locale);
    const percent = rows === 0 ? 100 : Math.floor((done / rows) * 100);
    return html`<p class="mut num">
        ${this.t('import.progress', { done: number(done), rows: number(rows) })}
      </p>
      <div
        class="bar"
        role="progressbar"
        aria-label=${this.t('import.title')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${percent}
      >
        <i style="width:${percent}%"></i>
      </div>`;
  }

  #tile(label: string, value: number, isBad = false): TemplateResult {
    return html`<div class=${isBad && value > 0 ? 'bad' : ''}>
      <dt>${this.t(label)}</dt>
      <dd>${value.toLocaleString(this.locale)}</dd>
    </div>`;
  }

  /** With the names of fields and of other entities as the reader knows them. */
  #reason(run: Run, reason: string): string {
    const fields = this.entityMeta(run.entity)?.fields ?? [];
    const labels = new Map([
      ...this.meta.entities.map(
        (one) => [one.plural.en.toLowerCase(), this.localized(one.plural)] as const,
      ),
      ...fields.map((field) => [field.name, this.localized(field.label)] as const),
    ]);
    return reasonText(reason, this.locale, labels);
  }

  #undone(run: Run): TemplateResult | typeof nothing {
    const { undo } = run;
    if (!undo) return nothing;
    const number = (value: number): string => value.toLocaleString(this.locale);
    return html`<div class="undo">
      <p>
        ${this.t('import.undone', { undone: number(undo.undone), kept: number(undo.kept), failed: number(undo.failed) })}
      </p>
      ${
        undo.reasons.length > 0
          ? html`<ul>
              ${undo.reasons.map(({ reason, rows }) => html`<li>${number(rows)} × ${this.#reason(run, reason)}</li>`)}
            </ul>`
          : nothing
      }
    </div>`;
  }

  #actions(run: Run): TemplateResult {
    const { id, status } = run;
    const button = (verb: 'cancel' | 'resume' | 'undo', sign: string): TemplateResult =>
      html`<button
        class="btn ${verb === 'undo' ? 'danger' : ''}"
        ?disabled=${this.isAsking}
        @click=${() => this.#act(verb)}
      >
        ${icon(sign, 14)}
        ${this.t(verb === 'undo' && status === 'undone' ? 'import.undoAgain' : `import.${verb}`)}
      </button>`;
    const touched = run.counts.created + run.counts.updated > 0;
    const kept = (run.undo?.kept ?? 0) + (run.undo?.failed ?? 0) > 0;
    return html`<div class="foot">
      ${status === 'queued' || status === 'running' ? button('cancel', 'circle-stop') : nothing}
      ${status === 'failed' || status === 'cancelled' ? (run.undo ? nothing : button('resume', 'play')) : nothing}
      ${this.#link(run)}
      ${
        run.counts.failed > 0
          ? html`<a class="btn" href="/api/imports/${id}/errors.csv" download
              >${icon('download', 14)} ${this.t('import.faultsFile')}</a
            >`
          : nothing
      }
      ${
        status === 'undone' && kept
          ? html`<a class="btn" href="/api/imports/${id}/undo.csv" download
              >${icon('download', 14)} ${this.t('import.keptFile')}</a
            >`
          : nothing
      }
      <span class="grow"></span>
      ${!isBusy(run) && touched && (status !== 'undone' || kept) ? button('undo', 'undo-2') : nothing}
      ${isBusy(run) ? nothing : html`<a class="btn" href=${importPath({ id: run.entity })}>${this.t('import.another')}</a>`}
    </div>`;
  }

  /** The list with what was written by imports since this one began. */
  #link(run: Run): TemplateResult | typeof nothing {
    const entity = this.entityMeta(run.entity);
    const touched = run.counts.created + run.counts.updated > 0;
    if (!entity || !touched || isBusy(run) || run.status === 'undone' || !run.startedAt)
      return nothing;
    const field = run.counts.created > 0 ? 'createdAt' : 'updatedAt';
    const span = { gte: run.startedAt, ...(run.endedAt ? { lte: run.endedAt } : {}) };
    const filter = JSON.stringify({ [field]: span });
    return html`<a class="btn primary" href="/${entity.path}?filter=${encodeURIComponent(filter)}"
      >${this.t('import.show')}</a
    >`;
  }

  async #act(verb: 'cancel' | 'resume' | 'undo'): Promise<void> {
    this.isAsking = true;
    this.problem = '';
    try {
      this.shown = await new ImportApi(this.api).act(this.run, verb);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isAsking = false;
      this.#askLater();
    }
  }

  async #read(): Promise<void> {
    const id = this.run;
    try {
      const found = await new ImportApi(this.api).run(id);
      if (id !== this.run) return;
      this.shown = found;
      this.problem = '';
    } catch (error) {
      const isLost = this.shown && error instanceof ApiError && error.status === 0;
      if (id === this.run)
        this.problem = isLost
          ? this.t('import.lost')
          : problemText(error, (key, values) => this.t(key, values));
    }
    this.#askLater();
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    if (this.isConnected && this.shown && isBusy(this.shown))
      this.#timer = setTimeout(() => void this.#read(), ASK_MS);
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    importStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      .undo ul {
        margin: 4px 0 0;
        padding-inline-start: 20px;
        color: var(--ts-fg-2);
      }
    `,
  ];
}
