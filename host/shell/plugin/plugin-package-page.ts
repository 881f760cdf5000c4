import type { PluginDescription } from '@tessera/core';
import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import {
  PluginApi,
  slotsOf,
  type Differences,
  type InstallPlan,
  type PackageDetails,
} from './plugin-api.ts';
import { contributes, nameList } from './plugin-contributes.ts';
import { pluginStyles } from './plugin-styles.ts';

/** What is asked consent for, by kind. */
const CONSENT = ['hosts', 'permissions', 'hooks', 'events', 'slots', 'routes', 'jobs'] as const;

/** An uploaded package before it is installed: what it may do, what it changes, and what would break. */
@customElement('ts-plugin-package')
export class PluginPackagePage extends TesseraElement {
  @property() digest = '';
  @state() private details: PackageDetails | undefined;
  @state() private problem = '';
  @state() private isAgreed = false;
  @state() private isBusy = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('digest')) void this.#read();
  }

  override render(): TemplateResult {
    return html`<div class="title-bar">
        ${icon('puzzle')}
        <nav aria-label=${this.t('plugins.title')}>
          <a href="/plugins">${this.t('plugins.title')}</a> ${icon('chevron-right', 14)}
        </nav>
        <h1 class="ell">${this.details ? this.#title(this.details) : this.t('plugins.package')}</h1>
      </div>
      <div class="body">
        <div class="column">
          ${this.details ? nothing : this.#wrong()}
          ${this.details ? this.#content(this.details) : nothing}
          ${!this.details && !this.problem ? html`<p class="mut" role="status">${this.t('plugins.reading')}</p>` : nothing}
        </div>
      </div>`;
  }

  #title({ description, plan }: PackageDetails): string {
    const name = this.localized(description.manifest.label);
    return this.t(`plugins.plan.${plan.kind}`, { name, from: plan.from ?? '', to: plan.to });
  }

  #content(details: PackageDetails): TemplateResult {
    const { description, plan } = details;
    const { manifest } = description;
    const faults = [...new Set([...details.faults, ...plan.faults])];
    const broken = plan.dependants.filter(({ isBroken }) => isBroken);
    const isBarred = faults.length > 0 || broken.length > 0 || plan.kind === 'same';
    return html`<section class="card" aria-label=${this.#title(details)}>
        <div class="row">
          <span class="emblem">${icon('package', 18)}</span>
          <div class="names">
            <h2>${this.localized(manifest.label)}</h2>
            <p class="mut num">${manifest.name} ${manifest.version}</p>
          </div>
        </div>
        ${manifest.description ? html`<p>${this.localized(manifest.description)}</p>` : nothing}
        ${plan.kind === 'same' ? html`<p class="note">${this.t('plugins.plan.sameText')}</p>` : nothing}
        ${plan.kind === 'downgrade' ? html`<p class="note">${this.t('plugins.plan.downgradeText')}</p>` : nothing}
        ${this.#barred(faults, broken)}
        <dl class="facts">
          <dt>${this.t('plugins.digest')}</dt>
          <dd><code>${details.digest}</code></dd>
        </dl>
      </section>
      ${this.#consent(details)} ${this.#schema(plan)}
      <section class="card" aria-label=${this.t('plugins.brings')}>
        <h2>${this.t('plugins.brings')}</h2>
        ${contributes(
          description,
          (key, values) => this.t(key, values),
          (text) => this.localized(text),
          plan.kind === 'install' ? CONSENT : [],
        )}
      </section>
      ${this.#actions(plan, isBarred)}`;
  }

  #barred(
    faults: readonly string[],
    broken: InstallPlan['dependants'],
  ): TemplateResult | typeof nothing {
    if (faults.length === 0 && broken.length === 0) return nothing;
    return html`<div class="note bad" role="alert">
      <ul class="plain">
        ${faults.map((fault) => html`<li>${fault}</li>`)}
        ${broken.map((one) => html`<li>${this.t('plugins.plan.breaks', { ...one })}</li>`)}
      </ul>
    </div>`;
  }

  #consent({ description, plan }: PackageDetails): TemplateResult {
    const isNew = plan.kind === 'install';
    const asked = isNew ? everythingOf(description) : plan.added;
    const gone = isNew ? undefined : plan.removed;
    const lists = CONSENT.map(
      (kind) =>
        [
          kind,
          othersFirst(asked[kind], description.manifest.id).map((name) =>
            this.#shown(kind, name, description),
          ),
          (gone?.[kind] ?? []).map((name) => this.#shown(kind, name, description)),
        ] as const,
    );
    const isEmpty = lists.every(([, more, less]) => more.length + less.length === 0);
    return html`<section class="card" aria-label=${this.t('plugins.consent')}>
      <h2>${this.t(isNew ? 'plugins.consent' : 'plugins.consentMore')}</h2>
      <p class="mut">${this.t('plugins.trusted')}</p>
      ${isEmpty ? html`<p>${this.t('plugins.consentNothing')}</p>` : nothing}
      ${lists.map(
        ([kind, more, less]) =>
          html`${nameList(`${isNew ? '' : '+ '}${this.t(`plugins.part.${kind}`)}`, more, true)}
          ${nameList(`− ${this.t(`plugins.part.${kind}`)}`, less, true)}`,
      )}
    </section>`;
  }

  /** A name as it is read: permissions with what they are called, routes with their whole path. */
  #shown(kind: (typeof CONSENT)[number], name: string, description: PluginDescription): string {
    if (kind === 'routes') return name.replace(' /', ` /api/${description.manifest.id}/`);
    const found = description.permissions.find((one) => one.name === name);
    return kind === 'permissions' && found ? `${this.localized(found.label)} (${name})` : name;
  }

  #schema({ statements, indexes, drops }: InstallPlan): TemplateResult {
    const block = (heading: string, lines: readonly string[]): TemplateResult | typeof nothing =>
      lines.length === 0
        ? nothing
        : html`<details>
            <summary>${heading} <span class="mut num">${lines.length}</span></summary>
            <pre tabindex="0" aria-label=${heading}>${lines.join(';\n')};</pre>
          </details>`;
    return html`<section class="card" aria-label=${this.t('plugins.schema')}>
      <h2>${this.t('plugins.schema')}</h2>
      <p class="mut">
        ${this.t(statements.length + indexes.length > 0 ? 'plugins.schemaText' : 'plugins.schemaNone')}
      </p>
      ${block(this.t('plugins.schemaNow'), statements)}
      ${block(this.t('plugins.schemaBeside'), indexes)}
      ${block(this.t('plugins.schemaLater'), drops)}
    </section>`;
  }

  #actions(plan: InstallPlan, isBarred: boolean): TemplateResult {
    const verb = plan.kind === 'install' ? 'install' : 'upgrade';
    return html`<section class="card">
      ${
        isBarred
          ? nothing
          : html`<label class="row">
              <input
                type="checkbox"
                .checked=${this.isAgreed}
                @change=${(event: Event) => (this.isAgreed = (event.target as HTMLInputElement).checked)}
              />
              ${this.t('plugins.agree')}
            </label>`
      }
      ${this.#wrong()}
      <div class="actions">
        ${
          isBarred
            ? nothing
            : html`<button
                class="btn primary"
                aria-busy=${this.isBusy}
                ?disabled=${!this.isAgreed || this.isBusy}
                @click=${this.#install}
              >
                ${this.t(this.isBusy ? `plugins.doing.${verb}` : `plugins.${verb}`)}
              </button>`
        }
        <button class="btn" ?disabled=${this.isBusy} @click=${this.#forget}>
          ${icon('trash-2', 14)} ${this.t('plugins.forget')}
        </button>
      </div>
    </section>`;
  }

  #wrong(): TemplateResult | typeof nothing {
    return this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing;
  }

  readonly #install = (): Promise<void> =>
    this.#try(async (api) => {
      const { id, label } = await api.install(this.digest);
      const isNew = this.details?.plan.kind === 'install';
      const done = isNew ? 'plugins.done.install' : 'plugins.done.upgrade';
      toast({ text: this.t(done, { name: this.localized(label) }) });
      this.dispatchEvent(new CustomEvent('ts-meta-outdated', { bubbles: true, composed: true }));
      this.navigate(`/plugins/${id}`);
    });

  readonly #forget = (): Promise<void> =>
    this.#try(async (api) => {
      await api.forget(this.digest);
      this.navigate('/plugins');
    });

  async #read(): Promise<void> {
    this.details = undefined;
    this.isAgreed = false;
    await this.#try(async (api) => {
      this.details = await api.package(this.digest);
    });
  }

  async #try(work: (api: PluginApi) => Promise<void>): Promise<void> {
    this.problem = '';
    this.isBusy = true;
    try {
      await work(new PluginApi(this.api));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      nav {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      nav a {
        text-decoration: none;
      }
      label.row {
        min-height: 24px;
      }
    `,
  ];
}

/** All that is asked for when nothing of it is here. */
function everythingOf({
  manifest,
  permissions,
  hooks,
  events,
  contributions,
  routes,
  jobs,
}: PluginDescription): Differences {
  return {
    permissions: permissions.map(({ name }) => name),
    hooks,
    events,
    slots: slotsOf(contributions),
    routes: routes.map(({ method, path }) => `${method} ${path}`),
    jobs: jobs.map(({ name }) => name),
    hosts: manifest.hosts ?? [],
  };
}

/** What touches others matters more than what a plugin does among its own. */
function othersFirst(names: readonly string[], id: string): readonly string[] {
  const isOwn = (name: string): number => Number(name.startsWith(`${id}.`));
  return names.toSorted((a, b) => isOwn(a) - isOwn(b));
}
