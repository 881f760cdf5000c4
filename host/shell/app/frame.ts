import type { LocalizedText } from '@tessera/core';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import './sidebar.ts';
import '../bulk/list-bulk-progress.ts';
import './mobile-navigation.ts';
import { loadPart } from './part.ts';
import '../slot/slot.ts';
import { FrameHeading } from './frame-heading.ts';
import { frameStyles } from './frame-styles.ts';
import { readPreferences, savePreferences } from './preferences.ts';
import { rememberRecord } from '../record/recent-records.ts';
import { readRoute, type Route } from './route.ts';
import { ShortcutListener } from '../palette/shortcut-listener.ts';
import { createLetters, goLetters } from '../palette/shortcut-places.ts';

const PRELOAD_MS = 500;

/** What stands above the page; one at a time. */
type Above =
  | { readonly kind: 'palette'; readonly start: string }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'command'; readonly contribution: string }
  | { readonly kind: 'form'; readonly entity: string; readonly record: string };

/** Sidebar, bottom navigation on phones, and the one panel with the page. */
@customElement('ts-frame')
export class Frame extends TesseraElement {
  @state() private path = location.pathname;
  @state() private above: Above | undefined;
  @state() private isFolded = readPreferences().isFolded;
  @query('main') private readonly main!: HTMLElement | null;
  /** Plugins that were there once since the page was opened. */
  readonly #known = new Map<string, LocalizedText>();
  readonly #heading = new FrameHeading(
    () => this.main,
    (heading) => this.#headed(heading),
  );
  #place = '';

  constructor() {
    super();
    this.addController(this.#heading);
    new ShortcutListener(this, () => this.#shortcuts());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    addEventListener('keydown', this.#pressed);
    addEventListener('keydown', this.#typedAhead, { capture: true });
    addEventListener('ts-command-chosen', this.#commandChosen);
    addEventListener('ts-edit-wanted', this.#editWanted);
    this.addEventListener('click', this.#clicked);
    this.addEventListener('ts-search-wanted', () => this.#search());
    this.addEventListener('ts-shortcuts-wanted', () => (this.above = { kind: 'shortcuts' }));
    this.addEventListener('ts-fold', () => this.#fold());
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    removeEventListener('keydown', this.#pressed);
    removeEventListener('keydown', this.#typedAhead, { capture: true });
    removeEventListener('ts-command-chosen', this.#commandChosen);
    removeEventListener('ts-edit-wanted', this.#editWanted);
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    for (const plugin of this.meta.plugins) this.#known.set(plugin.id, plugin.label);
  }

  protected override firstUpdated(): void {
    // Who opens it types at once: it must not have to come first.
    setTimeout(() => void import('../palette/palette.ts').catch(() => {}), PRELOAD_MS);
  }

  protected override updated(_changed: PropertyValues): void {
    const place = `${this.path} ${this.#route().page}`;
    if (place === this.#place) return;
    const isFirst = this.#place === '';
    this.#place = place;
    if (isFirst) document.title = this.meta.workspace.name;
    this.#heading.follow(!isFirst);
  }

  override render(): TemplateResult {
    return html`<a class="skip btn" href="#main" @click=${this.#skip}>${this.t('frame.skip')}</a>
      <ts-sidebar .path=${this.path} ?folded=${this.isFolded}></ts-sidebar>
      <main id="main" tabindex="-1">${this.#page(this.#route())}</main>
      <ts-mobile-navigation .path=${this.path}></ts-mobile-navigation>
      <ts-bulk-progress></ts-bulk-progress>
      ${this.#above()}`;
  }

  #page(route: Route): TemplateResult {
    switch (route.page) {
      case 'home':
        loadPart(() => import('../home/home-page.ts'));
        return html`<ts-home></ts-home>`;
      case 'search':
        loadPart(() => import('../palette/search-page.ts'));
        return html`<ts-search></ts-search>`;
      case 'list':
        loadPart(() => import('../list/list-page.ts'));
        return html`<ts-list entity=${route.entity} ?creating=${route.creating}></ts-list>`;
      case 'record':
        loadPart(() => import('../record/record-page.ts'));
        return html`<ts-record entity=${route.entity} record=${route.record}></ts-record>`;
      case 'import':
        loadPart(() => import('../import/import-page.ts'));
        return html`<ts-import run=${route.run}></ts-import>`;
      case 'plugins':
        loadPart(() => import('../plugin/plugins-page.ts'));
        return html`<ts-plugins></ts-plugins>`;
      case 'plugin':
        loadPart(() => import('../plugin/plugin-page.ts'));
        return html`<ts-plugin plugin=${route.plugin} tab=${route.tab}></ts-plugin>`;
      case 'package':
        loadPart(() => import('../plugin/plugin-package-page.ts'));
        return html`<ts-plugin-package digest=${route.digest}></ts-plugin-package>`;
      case 'settings':
        loadPart(() => import('../settings/settings-page.ts'));
        return html`<ts-settings section=${route.section}></ts-settings>`;
      case 'role':
        loadPart(() => import('../access/role-page.ts'));
        return html`<ts-role role-id=${route.role} tab=${route.tab}></ts-role>`;
      case 'contribution': {
        const found = this.meta.contributions.find(
          (one) => one.slot === 'app.page' && one.path === route.path,
        );
        return html`<ts-slot
          name="app.page"
          only=${found ? `${found.plugin}/${found.id}` : ''}
        ></ts-slot>`;
      }
      default:
        return this.#missing(route.plugin);
    }
  }

  #above(): TemplateResult | typeof nothing {
    const close = (): void => {
      this.above = undefined;
    };
    switch (this.above?.kind) {
      case 'palette':
        loadPart(() => import('../palette/palette.ts'));
        return html`<ts-palette start=${this.above.start} @close=${close}></ts-palette>`;
      case 'shortcuts':
        loadPart(() => import('../palette/shortcut-sheet.ts'));
        return html`<ts-shortcut-sheet @close=${close}></ts-shortcut-sheet>`;
      case 'command':
        loadPart(() => import('../palette/command-dialog.ts'));
        return html`<ts-command-dialog
          contribution=${this.above.contribution}
          @close=${close}
        ></ts-command-dialog>`;
      case 'form':
        loadPart(() => import('../form/form-drawer.ts'));
        return html`<ts-form
          entity=${this.above.entity}
          .record=${this.above.record}
          @ts-form-closed=${close}
        ></ts-form>`;
      default:
        return nothing;
    }
  }

  /** A page that is not there, or whose plugin is off: it comes back by itself when the plugin does. */
  #missing(plugin: string): TemplateResult {
    const label = this.#known.get(plugin);
    const isOff = label && !this.meta.plugins.some((one) => one.id === plugin);
    const values = { plugin: label ? this.localized(label) : plugin };
    return html`<div class="missing">
      <span class="emblem">${icon(isOff ? 'unplug' : 'search-x', 22)}</span>
      <h1>${this.t(isOff ? 'missing.offTitle' : 'missing.title', values)}</h1>
      <p class="mut">${this.t(isOff ? 'missing.offText' : 'missing.text', values)}</p>
      <a class="btn primary" href="/">${this.t('missing.home')}</a>
    </div>`;
  }

  #route(): Route {
    return readRoute(this.path, this.meta);
  }

  /** The window is called as the page is, and a record that was seen is a recent one. */
  #headed(heading: HTMLElement): void {
    const title = heading.textContent.trim();
    document.title = `${title} · ${this.meta.workspace.name}`;
    const route = this.#route();
    const root = heading.getRootNode();
    const isRecord = root instanceof ShadowRoot && root.host.localName === 'ts-record-header';
    if (route.page === 'record' && isRecord)
      rememberRecord(this.meta.user.id, { entity: route.entity, id: route.record, title });
  }

  #shortcuts(): ReturnType<ConstructorParameters<typeof ShortcutListener>[1]> {
    if (this.above) return { keys: {}, pairs: {} };
    const isList = this.#route().page === 'list';
    const go = (letters: ReadonlyMap<string, string>): ReadonlyMap<string, () => void> =>
      new Map([...letters].map(([path, letter]) => [letter, () => this.navigate(path)]));
    return {
      keys: {
        '?': () => (this.above = { kind: 'shortcuts' }),
        '[': () => this.#fold(),
        ...(isList ? {} : { '/': () => this.#search() }),
      },
      pairs: {
        g: go(goLetters(this.meta)),
        // In a list the key alone creates one of its kind.
        ...(isList ? {} : { c: go(createLetters(this.meta)) }),
      },
    };
  }

  #search(): void {
    this.above = { kind: 'palette', start: '' };
  }
  #fold(): void {
    this.isFolded = !this.isFolded;
    savePreferences({ ...readPreferences(), isFolded: this.isFolded });
  }

  readonly #moved = (): void => {
    this.path = location.pathname;
  };
  readonly #commandChosen = (event: Event): void => {
    this.above = { kind: 'command', contribution: (event as CustomEvent<string>).detail };
  };
  readonly #editWanted = (event: Event): void => {
    const { entity, id } = (event as CustomEvent<{ entity: string; id: string }>).detail;
    this.above = { kind: 'form', entity, record: id };
  };
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey)
      return;
    event.preventDefault();
    if (this.above?.kind !== 'form') this.#search();
  };
  /** What is typed before the palette has come is kept for it. */
  readonly #typedAhead = (event: KeyboardEvent): void => {
    if (this.above?.kind !== 'palette' || customElements.get('ts-palette')) return;
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    // The key that opened the palette comes by here as well.
    if (!isLetter || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.above = { kind: 'palette', start: this.above.start + event.key };
  };
  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.main?.focus();
  };

  /** Links of the UI change the page without a reload. */
  readonly #clicked = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey
    )
      return;
    const link = event
      .composedPath()
      .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin)
      return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.navigate(link.pathname + link.search);
  };

  static override styles = [TesseraElement.styles ?? [], frameStyles];
}
