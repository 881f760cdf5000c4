import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ImportApi, type ImportFile } from './import-api.ts';
import './import-check.ts';
import { planOf, suggestDraft, type Draft } from './import-draft.ts';
import './import-mapping.ts';
import { ImportMemory } from './import-memory.ts';
import { reasonText } from './import-reasons.ts';
import './import-run.ts';
import { importStyles } from './import-styles.ts';
import { importStepStyles } from './import-step-styles.ts';
import './import-upload.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';

const STEPS = ['upload', 'map', 'check', 'run'] as const;
type Step = (typeof STEPS)[number];

/** Imports a table in four steps: choose a file, say what its columns are, check, run. Each step can be come back to. */
@customElement('ts-import')
export class ImportPage extends TesseraElement {
  /** Id of an import that runs or has run; empty while one is being made. */
  @property() run = '';
  @state() private step: Step = 'upload';
  @state() private entity = '';
  @state() private file: ImportFile | undefined;
  @state() private draft: Draft | undefined;
  @state() private isRecalled = false;
  @state() private isBusy = false;
  @state() private problem = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#moved();
    addEventListener('popstate', this.#moved);
    const file = new URLSearchParams(location.search).get('file');
    if (file && !this.run) void this.#restore(file);
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('run')) return;
    if (this.run) this.step = 'run';
    else if (this.step === 'run') {
      this.file = undefined;
      this.#moved();
      this.#restart();
    }
  }

  override render(): TemplateResult {
    return html`<div class="title-bar">
        ${icon('upload')}
        <h1>${this.t('import.title')}</h1>
        ${this.file && !this.run ? html`<span class="mut ell">${this.file.name}</span>` : nothing}
      </div>
      <div class="body">
        <div class="column ${this.step === 'map' ? 'wide' : ''}">
          ${this.#mayImport ? html`${this.#steps()} ${this.#content()}` : this.#refusal()}
        </div>
      </div>`;
  }

  get #mayImport(): boolean {
    return ['*', 'tessera.import.run'].some((name) => this.meta.user.permissions.includes(name));
  }

  #refusal(): TemplateResult {
    return html`<section class="card refused">
      <h2>${icon('lock', 16)} ${this.t('import.refusedTitle')}</h2>
      <p class="mut">${this.t('import.refusedText')}</p>
    </section>`;
  }

  #steps(): TemplateResult {
    const at = STEPS.indexOf(this.step);
    return html`<ol class="steps" aria-label=${this.t('import.steps')}>
      ${STEPS.map(
        (step, index) =>
          html`<li
            class=${index < at ? 'done' : ''}
            aria-current=${index === at ? 'step' : 'false'}
          >
            <span class="dot">${index < at ? icon('check', 12) : index + 1}</span>
            <span class="word">${this.t(`import.step.${step}`)}</span>
          </li>`,
      )}
    </ol>`;
  }

  #content(): TemplateResult {
    if (this.run) return html`<ts-import-run .run=${this.run}></ts-import-run>`;
    const meta = this.entityMeta(this.entity);
    const problem = this.problem
      ? html`<p class="wrong" role="alert">${this.problem} ${this.#again()}</p>`
      : html`<span hidden></span>`;
    if (this.step === 'check' && meta && this.file && this.draft) {
      return html`${problem}<ts-import-check
          .entity=${meta}
          .file=${this.file}
          .plan=${planOf(meta, this.draft)}
          .isStarting=${this.isBusy}
          @ts-import-back=${() => (this.step = 'map')}
          @ts-import-started=${this.#start}
        ></ts-import-check>`;
    }
    if (this.step === 'map' && meta && this.file && this.draft) {
      return html`${problem}<ts-import-mapping
          .entity=${meta}
          .file=${this.file}
          .draft=${this.draft}
          .isRecalled=${this.isRecalled}
          .isBusy=${this.isBusy}
          @ts-draft-changed=${(event: CustomEvent<{ draft: Draft }>) => (this.draft = event.detail.draft)}
          @ts-draft-suggested=${() => this.#match(false)}
          @ts-file-reread=${this.#reread}
          @ts-import-back=${this.#restart}
          @ts-import-next=${this.#check}
        ></ts-import-mapping>`;
    }
    return html`${problem}<ts-import-upload
        .entity=${this.entity}
        @ts-entity-chosen=${this.#chosen}
        @ts-file-uploaded=${this.#uploaded}
      ></ts-import-upload>`;
  }

  /** The file is there, only what its columns are is not known. */
  #again(): TemplateResult | typeof nothing {
    if (!this.file || this.step !== 'upload') return nothing;
    return html`<button class="btn" ?disabled=${this.isBusy} @click=${() => this.#match(true)}>
      ${this.t('action.retry')}
    </button>`;
  }

  /** A link may lead here with another entity while no file is chosen yet. */
  readonly #moved = (): void => {
    if (!location.pathname.startsWith('/import') || this.file) return;
    this.entity = new URLSearchParams(location.search).get('entity') ?? this.entity;
  };

  readonly #chosen = (event: CustomEvent<{ entity: string }>): void => {
    this.entity = event.detail.entity;
    this.#remember();
  };

  readonly #uploaded = (event: CustomEvent<{ file: ImportFile }>): void => {
    this.file = event.detail.file;
    void this.#match(true);
  };

  /** Finds a field for each column: as the user chose it last time, else by the headers. */
  async #match(recall: boolean): Promise<void> {
    const { file } = this;
    const entity = this.entityMeta(this.entity);
    if (!file || !entity) return;
    await this.#try(async () => {
      const known = recall ? this.#memory.recall(entity.id, file.headers) : undefined;
      this.isRecalled = known !== undefined;
      const match = known ? {} : await new ImportApi(this.api).match(file.id, entity.id);
      this.draft = known ?? suggestDraft(file, entity, match);
      this.step = 'map';
      this.#remember();
    });
  }

  readonly #reread = (event: CustomEvent<object>): void => {
    const { file } = this;
    if (!file) return;
    void this.#try(async () => {
      this.file = await new ImportApi(this.api).reread(file.id, event.detail);
      await this.#match(true);
    });
  };

  readonly #check = (): void => {
    if (!this.file || !this.draft) return;
    this.#memory.keep(this.entity, this.file.headers, this.draft);
    this.problem = '';
    this.step = 'check';
  };

  readonly #start = (): void => {
    const entity = this.entityMeta(this.entity);
    const { file, draft } = this;
    if (!entity || !file || !draft || this.isBusy) return;
    void this.#try(async () => {
      const { id } = await new ImportApi(this.api).start(file.id, planOf(entity, draft));
      this.navigate(`/import/${id}`);
    });
  };

  readonly #restart = (): void => {
    this.file = undefined;
    this.draft = undefined;
    this.problem = '';
    this.step = 'upload';
    if (!this.run) this.#remember();
  };

  /** After a reload the file is there still: nothing is uploaded twice. */
  async #restore(id: string): Promise<void> {
    await this.#try(async () => {
      this.file = await new ImportApi(this.api).file(id);
      await this.#match(true);
    });
  }

  /** The address says where one is, so that a reload and the way back work. */
  #remember(): void {
    const names = new URLSearchParams();
    if (this.entity) names.set('entity', this.entity);
    if (this.file) names.set('file', this.file.id);
    const text = names.toString();
    history.replaceState(history.state, '', text ? `/import?${text}` : '/import');
  }

  get #memory(): ImportMemory {
    return new ImportMemory(this.meta.user.id);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    this.isBusy = true;
    try {
      await work();
    } catch (error) {
      const text = problemText(error, (key, values) => this.t(key, values));
      this.problem = reasonText(text, this.locale);
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    importStyles,
    importStepStyles,
    css`
      :host {
        display: flex;
        gap: 0;
      }
      .column {
        max-width: 760px;
      }
      .column.wide {
        max-width: 960px;
      }
      .refused h2 {
        display: flex;
        gap: 8px;
        align-items: center;
      }
    `,
  ];
}
