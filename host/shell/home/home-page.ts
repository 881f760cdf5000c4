import { TesseraElement, icon } from '@tessera/sdk/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { homeStyles } from './home-styles.ts';
import { dismissedSteps, dismissSteps, mainEntity, readSteps, type HomeStep } from './home-step.ts';
import { pageStyles } from '../app/page-styles.ts';
import { recentRecords } from '../record/recent-records.ts';
import { navigationItems } from '../app/route.ts';
import '../slot/slot.ts';
import { loadPart } from '../app/part.ts';

const MOST_RECENT = 8;
const COLUMNS = 12;

/** Where one starts: first steps, what plugins show here, and what was opened last. */
@customElement('ts-home')
export class HomePage extends TesseraElement {
  @state() private steps: readonly HomeStep[] | undefined;
  #read: TesseraElement['meta'] | undefined;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    loadPart(() => import('./sample-data.ts'));
    this.#watch();
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.#read === this.meta) return;
    this.#read = this.meta;
    this.#watch();
    void this.#look();
  }

  override render(): TemplateResult {
    return html`<div class="title-bar">
        ${icon('house')} <span class="name">${this.t('home.title')}</span>
      </div>
      <div class="body">
        <div class="grid">
          <header>
            <h1>${this.t(`home.greeting.${this.#timeOfDay()}`, { name: this.meta.user.name })}</h1>
            <p class="mut">${this.#today()}</p>
          </header>
          ${this.#isEmpty ? this.#empty() : nothing}
          <ts-sample-data></ts-sample-data>
          ${this.#checklist()} ${this.#widgets()} ${this.#recent()} ${this.#places()}
        </div>
      </div>`;
  }

  /** No list may be seen: nothing is enabled, or the user has no role yet. */
  get #isEmpty(): boolean {
    return navigationItems(this.meta).every(({ group }) => group === 'settings');
  }

  #empty(): TemplateResult {
    const mayEnable = ['*', 'tessera.plugin.manage'].some((one) =>
      this.meta.user.permissions.includes(one),
    );
    return html`<section class="card empty">
      <span class="emblem">${icon(mayEnable ? 'puzzle' : 'shield-question-mark', 22)}</span>
      <h2>${this.t(mayEnable ? 'home.emptyTitle' : 'home.noAccessTitle')}</h2>
      <p class="mut">${this.t(mayEnable ? 'home.emptyText' : 'home.noAccessText')}</p>
      ${mayEnable ? html`<a class="btn primary" href="/plugins">${this.t('home.enable')}</a>` : nothing}
    </section>`;
  }

  #checklist(): TemplateResult | typeof nothing {
    const { id } = this.meta.user;
    const dismissed = dismissedSteps(id);
    const steps = this.steps ?? [];
    const left = steps.filter((step) => !dismissed.includes(step.name));
    const done = steps.filter(({ isDone }) => isDone).length;
    if (dismissed.includes('all') || this.#isEmpty || left.every(({ isDone }) => isDone))
      return nothing;
    return html`<section class="card steps" aria-labelledby="steps">
      <div class="head">
        <h2 id="steps">${this.t('home.steps')}</h2>
        <span class="mut num">${this.t('home.stepsDone', { done, count: steps.length })}</span>
        <button class="btn ghost" @click=${() => this.#dismiss('all')}>
          ${this.t('home.stepsHide')}
        </button>
      </div>
      <progress aria-label=${this.t('home.steps')} max=${steps.length} .value=${done}></progress>
      <ul>
        ${left.map((step) => this.#step(step))}
      </ul>
    </section>`;
  }

  #step(step: HomeStep): TemplateResult {
    const main = mainEntity(this.meta);
    const label = main ? this.localized(main.label) : '';
    const values = {
      entity: this.locale === 'en' ? label.toLowerCase() : label,
      entities: main ? this.localized(main.plural) : '',
    };
    const title = this.t(`home.step.${step.name}`, values);
    return html`<li class=${step.isDone ? 'done' : ''}>
      <span class="tick" aria-hidden="true"
        >${icon(step.isDone ? 'circle-check' : 'circle', 18)}</span
      >
      <a href=${step.path}
        ><span class="what">${title}</span>
        <span class="mut">${this.t(`home.step.${step.name}Text`, values)}</span>
        ${step.isDone ? html`<span class="visually-hidden">${this.t('home.stepDone')}</span>` : nothing}</a
      >
      <button
        class="btn ghost icon"
        aria-label=${this.t('home.stepHide', { title })}
        title=${this.t('home.stepHide', { title })}
        @click=${() => this.#dismiss(step.name)}
      >
        ${icon('x', 14)}
      </button>
    </li>`;
  }

  #widgets(): readonly TemplateResult[] {
    return this.meta.contributions
      .filter((one) => one.slot === 'dashboard.widget' && one.element)
      .map((one) => {
        const title = one.label ? this.localized(one.label) : '';
        const width = Math.min(Math.max(Math.trunc(one.width ?? COLUMNS / 2), 3), COLUMNS);
        return html`<section class="card widget w${width}" aria-label=${title || nothing}>
          ${title ? html`<h2>${one.icon ? icon(one.icon, 16) : nothing} ${title}</h2>` : nothing}
          <ts-slot name="dashboard.widget" only=${`${one.plugin}/${one.id}`}></ts-slot>
        </section>`;
      });
  }

  #recent(): TemplateResult | typeof nothing {
    const found = recentRecords(this.meta.user.id)
      .flatMap((one) => {
        const entity = this.entityMeta(one.entity);
        return entity ? [{ ...one, meta: entity }] : [];
      })
      .slice(0, MOST_RECENT);
    if (this.#isEmpty) return nothing;
    return html`<section class="card half" aria-labelledby="recent">
      <h2 id="recent">${icon('history', 16)} ${this.t('home.recent')}</h2>
      ${found.length === 0 ? html`<p class="mut">${this.t('home.recentNone')}</p>` : nothing}
      <ul class="links">
        ${found.map(
          ({ id, title, meta }) =>
            html`<li>
              <a href="/${meta.path}/${id}"
                >${icon(meta.icon, 16)} <span class="ell what">${title}</span>
                <span class="mut kind">${this.localized(meta.label)}</span></a
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #places(): TemplateResult | typeof nothing {
    const items = navigationItems(this.meta).filter(({ group }) => group !== 'settings');
    if (items.length === 0) return nothing;
    return html`<section class="card half" aria-labelledby="places">
      <h2 id="places">${icon('compass', 16)} ${this.t('home.places')}</h2>
      <ul class="links two">
        ${items.slice(0, 12).map(
          (item) =>
            html`<li>
              <a href=${item.path}
                >${icon(item.icon, 16)}
                <span class="ell what">${this.localized(item.label)}</span></a
              >
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #timeOfDay(): 'morning' | 'afternoon' | 'evening' {
    const text = new Intl.DateTimeFormat('en', {
      hour: 'numeric',
      hourCycle: 'h23',
      timeZone: this.timeZone,
    }).format(new Date());
    const hour = Number(text);
    if (hour < 5 || hour >= 18) return 'evening';
    return hour < 12 ? 'morning' : 'afternoon';
  }
  #today(): string {
    return new Intl.DateTimeFormat(this.locale, {
      dateStyle: 'full',
      timeZone: this.timeZone,
    }).format(new Date());
  }

  #dismiss(name: string): void {
    dismissSteps(this.meta.user.id, [name]);
    this.requestUpdate();
  }

  /** A step ticks itself when its thing happens, here or elsewhere. */
  #watch(): void {
    this.#stopLive?.();
    const entities = [mainEntity(this.meta)?.id, 'tessera.user'].filter((id) => id !== undefined);
    this.#stopLive = this.live.watch({ entities }, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { meta } = this;
    if (dismissedSteps(meta.user.id).includes('all')) return;
    const steps = await readSteps(this.api, meta);
    if (meta === this.meta) this.steps = steps;
  }

  static override styles = [TesseraElement.styles ?? [], pageStyles, homeStyles];
}
