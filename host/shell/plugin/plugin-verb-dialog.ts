import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { PluginApi, type Impact, type PluginRow, type PurgePlan } from './plugin-api.ts';
import { pluginStyles } from './plugin-styles.ts';
import { wordOf } from './plugin-words.ts';

export type PluginVerb = 'enable' | 'disable' | 'remove' | 'purge' | 'finalize';

const NONE: Impact = { plugins: [], definitions: [] };

/**
 * Asks before something is done to a plugin, shows first what else it touches, does it, and says how it went.
 *
 * @fires ts-plugin-changed - when it was done
 * @fires ts-plugin-asked - when the question is over, either way
 */
@customElement('ts-plugin-verb')
export class PluginVerbDialog extends TesseraElement {
  @property({ attribute: false }) plugin: PluginRow | undefined;
  @property() verb: PluginVerb = 'enable';
  /** Every plugin, for their names and for what must come too. */
  @property({ attribute: false }) plugins: readonly PluginRow[] = [];

  @state() private impact: Impact | undefined;
  @state() private purge: PurgePlan | undefined;
  @state() private statements: readonly string[] = [];
  @state() private isBusy = false;
  @state() private problem = '';
  @state() private typed = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#prepare();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('impact')) this.renderRoot.querySelector('input')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { plugin, verb } = this;
    if (!plugin) return nothing;
    const name = this.localized(plugin.label);
    return html`<dialog
      aria-labelledby="question"
      @close=${this.#closed}
      @cancel=${this.#cancelled}
    >
      <h2 id="question">${this.t(`plugins.confirm.${verb}`, { name })}</h2>
      <p class="mut">${this.t(`plugins.about.${verb}`)}</p>
      ${this.impact || verb === 'enable' ? this.#content(plugin) : html`<p class="mut" role="status">${this.t('plugins.reading')}</p>`}
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      <div class="actions">
        <button
          class=${this.#isGrave ? 'btn danger' : 'btn primary'}
          autofocus
          ?disabled=${!this.#mayGo(plugin)}
          aria-busy=${this.isBusy}
          @click=${this.#perform}
        >
          ${this.isBusy ? this.t(`plugins.doing.${verb}`) : this.t(`plugins.${verb}`).replace('…', '')}
        </button>
        <button class="btn" ?disabled=${this.isBusy} @click=${this.#close}>
          ${this.t('action.cancel')}
        </button>
      </div>
    </dialog>`;
  }

  #content(plugin: PluginRow): TemplateResult {
    const { plugins, definitions } = this.impact ?? NONE;
    const others = this.verb === 'enable' ? this.#missing(plugin) : plugins;
    const names = others.map((id) => this.#name(id)).join(this.t('plugins.listSeparator'));
    return html`${others.length > 0 ? html`<p>${this.t(`plugins.also.${this.verb === 'enable' ? 'enable' : 'disable'}`, { names })}</p>` : nothing}
    ${
      definitions.length > 0
        ? html`<details open>
            <summary>${this.t('plugins.dormant', { count: definitions.length })}</summary>
            <p class="mut">${this.t('plugins.dormantText')}</p>
            <ul class="plain">
              ${definitions.map(
                (one) =>
                  html`<li>
                    <b>${one.title}</b>
                    <span class="mut">${wordOf((key) => this.t(key), 'kind', one.kind)}</span>
                  </li>`,
              )}
            </ul>
          </details>`
        : nothing
    }
    ${this.purge ? this.#purgeContent(plugin, this.purge) : nothing}
    ${
      this.verb === 'finalize'
        ? html`<pre tabindex="0" aria-label=${this.t('plugins.sql')}>
${this.statements.join(';\n')}</pre>`
        : nothing
    }`;
  }

  #purgeContent(plugin: PluginRow, plan: PurgePlan): TemplateResult {
    const held = plan.references.map(
      (one) => `${this.#name(one.plugin)} (${one.entity}.${one.field})`,
    );
    return html`${this.#counts(plan)}
    ${
      held.length > 0
        ? html`<p class="wrong">
            ${this.t('plugins.purge.held', { names: held.join(this.t('plugins.listSeparator')) })}
          </p>`
        : html`<label class="field">
            <span>${this.t('plugins.purge.type', { id: plugin.id })}</span>
            <input
              autocomplete="off"
              spellcheck="false"
              .value=${this.typed}
              @input=${(event: InputEvent) => (this.typed = (event.target as HTMLInputElement).value)}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === 'Enter' && this.#mayGo(plugin)) void this.#perform();
              }}
            />
          </label>`
    }`;
  }

  /** What there is nothing of is left out. */
  #counts(plan: PurgePlan): TemplateResult {
    const number = new Intl.NumberFormat(this.locale);
    const lines: readonly (readonly [unknown, number])[] = [
      ...plan.rows.map((one) => [html`<code>${one.entity}</code>`, one.count] as const),
      ...plan.columns.map(
        (one) => [html`<code>${one.entity}.${one.field}</code>`, one.count] as const,
      ),
      ...plan.others.map(
        (one) => [wordOf((key) => this.t(key), 'others', one.what), one.count] as const,
      ),
    ];
    const there = lines.filter(([, count]) => count > 0);
    if (there.length === 0) return html`<p>${this.t('plugins.purge.nothing')}</p>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('plugins.purge.what')}</th>
          <th scope="col" class="end">${this.t('plugins.purge.count')}</th>
        </tr>
      </thead>
      <tbody>
        ${there.map(
          ([what, count]) =>
            html`<tr>
              <td>${what}</td>
              <td class="end num">${number.format(count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  get #isGrave(): boolean {
    return this.verb === 'purge' || this.verb === 'finalize';
  }

  #mayGo(plugin: PluginRow): boolean {
    if (this.isBusy || (this.verb !== 'enable' && !this.impact)) return false;
    if (this.verb !== 'purge') return true;
    return this.typed === plugin.id && this.purge?.references.length === 0;
  }

  async #prepare(): Promise<void> {
    const { plugin, verb } = this;
    if (!plugin || verb === 'enable') return;
    const api = new PluginApi(this.api);
    try {
      if (verb === 'finalize') {
        this.statements = (await api.finalizePlan(plugin.id)).statements;
        this.impact = NONE;
        return;
      }
      const [impact, purge] = await Promise.all([
        api.impact(plugin.id, verb),
        verb === 'purge' ? api.purgePlan(plugin.id) : undefined,
      ]);
      this.purge = purge;
      this.impact = impact;
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  readonly #perform = async (): Promise<void> => {
    const { plugin, verb } = this;
    if (!plugin) return;
    const name = this.localized(plugin.label);
    this.isBusy = true;
    this.problem = '';
    try {
      const link = await this.#send(plugin, verb);
      if (!link) toast({ text: this.t(`plugins.done.${verb}`, { name }) });
      else this.#download(name, link);
      this.dispatchEvent(new CustomEvent('ts-plugin-changed', { detail: { verb } }));
      this.#close();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
      this.dispatchEvent(new CustomEvent('ts-meta-outdated', { bubbles: true, composed: true }));
    }
  };

  /** What went is kept on the server as well: it can be fetched again. */
  #download(name: string, href: string): void {
    const run = (): void => {
      Object.assign(document.createElement('a'), { href, download: '' }).click();
    };
    run();
    toast({
      text: this.t('plugins.done.purge', { name }),
      action: { label: this.t('plugins.download'), run },
    });
  }

  /** Answers the address of what was written before a purge. */
  async #send(plugin: PluginRow, verb: PluginVerb): Promise<string | undefined> {
    const api = new PluginApi(this.api);
    if (verb === 'purge') return (await api.purge(plugin.id, this.typed)).export;
    const others = verb === 'enable' ? this.#missing(plugin) : (this.impact?.plugins ?? []);
    const isSwitch = verb === 'enable' || verb === 'disable';
    await api.perform(plugin.id, verb, isSwitch ? { cascade: others.length > 0 } : {});
    return undefined;
  }

  #missing(plugin: PluginRow): readonly string[] {
    const off = Object.keys(plugin.requires).flatMap(
      (id) => this.plugins.find((one) => one.id === id && one.wanted !== 'enabled') ?? [],
    );
    return [...new Set(off.flatMap((one) => [...this.#missing(one), one.id]))];
  }

  #name(id: string): string {
    const found = this.plugins.find((plugin) => plugin.id === id);
    return found ? this.localized(found.label) : id;
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-plugin-asked'));
  };
  readonly #cancelled = (event: Event): void => {
    if (this.isBusy) event.preventDefault();
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    pluginStyles,
    css`
      dialog {
        width: 520px;
      }
    `,
  ];
}

/** The icon of a verb. */
export function verbIcon(verb: PluginVerb): TemplateResult {
  const names = {
    enable: 'power',
    disable: 'power-off',
    remove: 'package-minus',
    purge: 'trash-2',
    finalize: 'list-checks',
  };
  return html`${icon(names[verb], 14)}`;
}
