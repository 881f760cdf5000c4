import { ApiError, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../home/sample-data.ts';
import { pageStyles } from '../app/page-styles.ts';

interface Settings {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly mail: {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly user: string | null;
    readonly from: string;
  } | null;
}

/** What the workspace is set to, and how its mails leave. */
@customElement('ts-workspace-settings')
export class WorkspaceSettings extends TesseraElement {
  @state() private settings: Settings | undefined;
  @state() private problems: readonly string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    const { settings } = this;
    if (!settings) return nothing;
    const mail = settings.mail;
    return html`${this.problems.length > 0 ? html`<div class="wrong" role="alert">${this.problems.map((one) => html`<p>${one}</p>`)}</div>` : nothing}
      <form class="card" @submit=${this.#saveWorkspace}>
        <h2>${this.t('settings.workspace')}</h2>
        ${this.#field('name', 'settings.workspace.name', settings.name)}
        <div class="pair">
          ${this.#select(
            'currency',
            'settings.currency',
            this.meta.currencies.map((one) => one.code),
            settings.currency,
          )}
          ${this.#select('timeZone', 'settings.timeZone', ['UTC', ...Intl.supportedValuesOf('timeZone')], settings.timeZone)}
        </div>
        ${this.#select('locale', 'settings.language', ['en', 'zh-CN'], settings.locale)}
        <div class="actions"><button class="btn primary">${this.t('action.save')}</button></div>
      </form>
      <form class="card" @submit=${this.#saveMail}>
        <h2>${this.t('settings.mail')}</h2>
        <p class="mut">${this.t('settings.mail.help')}</p>
        <div class="pair">
          ${this.#field('host', 'settings.mail.host', mail?.host ?? '', { optional: true })}
          ${this.#field('port', 'settings.mail.port', String(mail?.port ?? 587), { type: 'number' })}
        </div>
        <div class="pair">
          ${this.#field('user', 'settings.mail.user', mail?.user ?? '', { optional: true })}
          ${this.#field('password', 'settings.mail.password', '', { type: 'password', optional: true, placeholder: mail ? this.t('settings.mail.passwordKept') : '' })}
        </div>
        ${this.#field('from', 'settings.mail.from', mail?.from ?? '', { optional: true })}
        <label class="row"
          ><input name="secure" type="checkbox" ?checked=${mail?.secure ?? false} />
          ${this.t('settings.mail.secure')}</label
        >
        <div class="actions"><button class="btn primary">${this.t('action.save')}</button></div>
      </form>
      <ts-sample-data place="settings"></ts-sample-data>`;
  }

  #field(
    name: string,
    label: string,
    value: string,
    options: { type?: string; optional?: boolean; placeholder?: string } = {},
  ): TemplateResult {
    return html`<label class="field"
      ><span>${this.t(label)}</span>
      <input
        name=${name}
        type=${options.type ?? 'text'}
        autocomplete="off"
        ?required=${!options.optional}
        placeholder=${options.placeholder ?? ''}
        .value=${value}
      />
    </label>`;
  }
  #select(name: string, label: string, options: readonly string[], chosen: string): TemplateResult {
    return html`<label class="field"
      ><span>${this.t(label)}</span>
      <select name=${name}>
        ${options.map((one) => html`<option value=${one} ?selected=${one === chosen}>${one === 'zh-CN' ? '中文' : one === 'en' ? 'English' : one.replaceAll('_', ' ')}</option>`)}
      </select>
    </label>`;
  }

  readonly #saveWorkspace = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#save(Object.fromEntries(new FormData(event.target as HTMLFormElement)));
  };
  readonly #saveMail = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const host = text('host');
    const password = text('password');
    void this.#save({
      mail: host
        ? {
            host,
            port: Number(text('port')),
            secure: form.has('secure'),
            user: text('user') || null,
            from: text('from'),
            ...(password ? { password } : {}),
          }
        : null,
    });
  };

  async #save(changes: object): Promise<void> {
    this.problems = [];
    try {
      this.settings = await this.api.patch<Settings>('/api/settings', changes);
      toast({ text: this.t('settings.saved') });
      this.dispatchEvent(new CustomEvent('ts-meta-outdated', { bubbles: true, composed: true }));
    } catch (error) {
      this.problems =
        error instanceof ApiError && error.detail
          ? [error.detail, ...error.errors.map((one) => one.detail)]
          : [this.t('app.unreachable')];
    }
  }
  async #read(): Promise<void> {
    this.settings = await this.api.get<Settings>('/api/settings');
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        gap: 16px;
      }
    `,
  ];
}
