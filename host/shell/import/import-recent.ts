import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ImportApi, type ImportRun, type ImportStatus } from './import-api.ts';
import { importStyles } from './import-styles.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';

const SHOWN = 20;
const HUES: Readonly<Record<ImportStatus, number | null>> = {
  queued: null,
  running: 250,
  done: 155,
  failed: 28,
  cancelled: 75,
  undoing: 250,
  undone: null,
};

/** The colour of what an import is doing. */
export function importTone(status: ImportStatus): string {
  const hue = HUES[status];
  return hue === null ? 'oklch(0.6 0.02 262)' : `oklch(0.65 0.17 ${hue})`;
}

/** The imports that the user may see, newest first, each with the way to its report. */
@customElement('ts-import-recent')
export class ImportRecent extends TesseraElement {
  @state() private runs: readonly ImportRun[] | undefined;
  @state() private problem = '';
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stop = this.live.onMessage((message) => {
      const known = this.runs?.some(({ id }) => id === message.id);
      if (message.kind === 'job' && (known || this.runs?.length === 0)) void this.#read();
    });
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="card">
      <h2>${this.t('import.recent')}</h2>
      ${
        this.problem
          ? html`<p class="note bad" role="alert">
              ${this.problem}
              <button class="btn" @click=${() => this.#read()}>${this.t('action.retry')}</button>
            </p>`
          : nothing
      }
      ${this.runs?.length === 0 ? html`<p class="mut">${this.t('import.recentNone')}</p>` : nothing}
      <ul>
        ${(this.runs ?? []).slice(0, SHOWN).map((run) => this.#row(run))}
      </ul>
    </section>`;
  }

  #row(run: ImportRun): TemplateResult {
    const entity = this.entityMeta(run.entity);
    const when = new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(run.createdAt));
    const { created, updated, failed } = run.counts;
    const number = (value: number): string => value.toLocaleString(this.locale);
    const counts = this.t('import.counts', {
      created: number(created),
      updated: number(updated),
      failed: number(failed),
    });
    return html`<li>
      <a href="/import/${run.id}">
        <span class="name ell"
          >${run.name} → ${entity ? this.localized(entity.plural) : run.entity}</span
        >
        <span class="tag" style="--c:${importTone(run.status)}"
          ><i></i>${this.t(`import.status.${run.status}`)}</span
        >
        <span class="mut num">${counts} · ${when}</span>
      </a>
    </li>`;
  }

  async #read(): Promise<void> {
    try {
      this.runs = await new ImportApi(this.api).runs();
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    importStyles,
    css`
      :host {
        display: block;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li + li {
        border-top: 1px solid var(--ts-line);
      }
      a {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
        padding: 8px 6px;
        text-decoration: none;
        border-radius: var(--ts-radius-m);
      }
      a:hover {
        background: var(--ts-bg-hover);
      }
      .name {
        font-weight: 500;
      }
      .mut {
        grid-column: 1 / -1;
        font-size: 12px;
      }
    `,
  ];
}
