import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

type Contribution = TesseraElement['meta']['contributions'][number];

/** Elements of the shell itself that the platform contributes; loaded when first shown. */
const OWN: Readonly<Record<string, () => Promise<unknown>>> = {
  'tessera-user-access': () => import('./user-access.ts'),
};

/** Where contributions of plugins stand. One that fails shows a small card with its plugin's name; the page lives on. */
@customElement('ts-slot')
export class Slot extends TesseraElement {
  @property() name = '';
  /** Id of the one contribution to show; all when not given. */
  @property() only: string | undefined;
  /** Set as properties of each element. */
  @property({ attribute: false }) context: Readonly<Record<string, unknown>> = {};

  @state() private failed: ReadonlySet<string> = new Set();
  readonly #elements = new Map<string, HTMLElement>();

  override render(): TemplateResult | typeof nothing {
    const shown = this.#contributions();
    if (shown.length === 0) return nothing;
    return html`${shown.map((one) => (this.failed.has(keyOf(one)) ? this.#card(one) : (this.#elements.get(keyOf(one)) ?? nothing)))}`;
  }

  protected override willUpdate(): void {
    const shown = this.#contributions();
    const keys = new Set(shown.map(keyOf));
    for (const key of this.#elements.keys()) if (!keys.has(key)) this.#elements.delete(key);
    for (const one of shown)
      if (!this.#elements.has(keyOf(one)) && !this.failed.has(keyOf(one))) void this.#make(one);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('context'))
      for (const element of this.#elements.values()) Object.assign(element, this.context);
  }

  #contributions(): Contribution[] {
    return this.meta.contributions
      .filter(
        (one) => one.slot === this.name && one.element && (!this.only || one.id === this.only),
      )
      .toSorted((one, two) => (one.order ?? 100) - (two.order ?? 100));
  }

  async #make(one: Contribution): Promise<void> {
    try {
      const module = this.meta.plugins.find((plugin) => plugin.id === one.plugin)?.module;
      if (module)
        defineElements(
          (await import(/* @vite-ignore */ module)) as Record<string, unknown>,
          one.plugin,
        );
      if (one.plugin === 'tessera' && one.element) await OWN[one.element]?.();
      const element = document.createElement(one.element ?? 'div');
      Object.assign(element, this.context);
      this.#watch(element, one);
      this.#elements.set(keyOf(one), element);
      this.requestUpdate();
    } catch (error) {
      this.#fail(one, error);
    }
  }

  /** Lit rejects `updateComplete` when an update throws. */
  #watch(element: HTMLElement, one: Contribution): void {
    const host = element as HTMLElement & { performUpdate?: () => unknown };
    const perform = host.performUpdate;
    if (!perform) return;
    host.performUpdate = () => {
      try {
        return perform.call(host);
      } catch (error) {
        this.#fail(one, error);
        return undefined;
      }
    };
  }

  #fail(one: Contribution, error: unknown): void {
    console.warn(`The plugin ${one.plugin} failed in ${one.slot}:`, error);
    this.#elements.delete(keyOf(one));
    this.failed = new Set([...this.failed, keyOf(one)]);
  }

  #card(one: Contribution): TemplateResult {
    const plugin = this.meta.plugins.find((candidate) => candidate.id === one.plugin);
    const name = plugin ? this.localized(plugin.label) : one.plugin;
    return html`<div class="card" role="note">
      ${icon('puzzle', 14)} <span>${this.t('slot.failed', { plugin: name })}</span>
    </div>`;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: contents;
      }
      .card {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 10px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-2);
        font-size: 12px;
      }
    `,
  ];
}

function keyOf(one: Contribution): string {
  return `${one.plugin}/${one.id}`;
}

/** Defines the element classes of a plugin that are not defined yet; a tag must begin with the plugin's id. */
function defineElements(module: Readonly<Record<string, unknown>>, plugin: string): void {
  for (const exported of Object.values(module)) {
    if (typeof exported !== 'function' || !(exported.prototype instanceof HTMLElement)) continue;
    const { tag } = exported as unknown as { tag?: string };
    if (tag?.startsWith(`${plugin}-`) && !customElements.get(tag))
      customElements.define(tag, exported as CustomElementConstructor);
  }
}
