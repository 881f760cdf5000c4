import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { elementsOf, keyOf } from './slot-contributions.ts';
import type { Contributed } from './slot-contributions.ts';
import { isWithin, placeElement, usedElement, watchErrors, watchUpdates } from './slot-guard.ts';
import { loadElements, makeElement } from './slot-module.ts';
import { isShown } from './slot-when.ts';

/** Elements of the shell itself that the platform contributes; loaded when first shown. */
const OWN: Readonly<Record<string, () => Promise<unknown>>> = {
  'tessera-user-access': () => import('../settings/user-access.ts'),
  'tessera-role-link': () => import('../access/role-link.ts'),
};

/**
 * Where contributions of plugins stand. Each gets the members of `context` as properties. One that fails, whenever it does, shows a small
 * card with its plugin's name and a way to try again; the page lives on.
 */
@customElement('ts-slot')
export class Slot extends TesseraElement {
  @property() name = '';
  /** Id or `plugin/id` of the one contribution to show; all when not given. */
  @property() only: string | undefined;
  /** Set as properties of each element. `record` is what `when` is asked about. */
  @property({ attribute: false }) context: Readonly<Record<string, unknown>> = {};

  /** Those that failed: whether their element still stands beside the card. */
  @state() private failed: ReadonlyMap<string, { readonly isStanding: boolean }> = new Map();

  readonly #elements = new Map<string, HTMLElement>();
  readonly #attempts = new Map<string, number>();
  #stopWatching: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopWatching = watchErrors((plugin, error) => this.#blame(plugin, error));
  }

  override disconnectedCallback(): void {
    this.#stopWatching?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    const shown = this.#shown;
    if (shown.length === 0) return nothing;
    return html`${repeat(
      shown,
      keyOf,
      (one) =>
        html`<div class="place" data-key=${keyOf(one)}></div>
          ${this.failed.has(keyOf(one)) ? this.#card(one) : nothing}`,
    )}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const shown = this.#shown;
    const keys = new Set(shown.map(keyOf));
    for (const key of this.#elements.keys()) if (!keys.has(key)) this.#elements.delete(key);
    for (const one of shown) {
      const element = this.#elements.get(keyOf(one));
      if (element && changed.has('context'))
        this.#try(one, () => Object.assign(element, this.context));
      if (!this.#attempts.has(keyOf(one))) void this.#make(one);
    }
    for (const key of this.#attempts.keys()) if (!keys.has(key)) this.#attempts.delete(key);
    if ([...this.failed.keys()].some((key) => !keys.has(key)))
      this.failed = new Map([...this.failed].filter(([key]) => keys.has(key)));
  }

  get #shown(): readonly Contributed[] {
    const { record } = this.context;
    const values = (typeof record === 'object' && record !== null ? record : this.meta.user) as {
      readonly [name: string]: unknown;
    };
    return elementsOf(this.meta, this.name, this.only).filter(({ when }) =>
      isShown(when, values, this.meta.user.id),
    );
  }

  async #make(one: Contributed): Promise<void> {
    const key = keyOf(one);
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    const tag = one.element ?? '';
    try {
      await this.#load(one, tag, attempt);
      const place = this.#placeOf(key);
      // Meanwhile it may have been taken away, or tried once more.
      if (!place || this.#attempts.get(key) !== attempt) return;
      const element = makeElement(tag);
      watchUpdates(element, (error) => this.#fail(one, error));
      placeElement(place, element, this.context);
      this.#elements.set(key, element);
    } catch (error) {
      if (this.#attempts.get(key) === attempt) this.#fail(one, error);
    }
  }

  async #load(one: Contributed, tag: string, attempt: number): Promise<void> {
    if (customElements.get(tag)) return;
    if (one.plugin === 'tessera') return void (await OWN[tag]?.());
    const module = this.meta.plugins.find(({ id }) => id === one.plugin)?.module;
    if (module) await loadElements(module, one.plugin, attempt);
  }

  #placeOf(key: string): Element | undefined {
    const places = this.renderRoot.querySelectorAll<HTMLElement>('.place');
    return [...places].find((place) => place.dataset['key'] === key);
  }

  #try(one: Contributed, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(one, error);
    }
  }

  #fail(one: Contributed, error: unknown): void {
    console.warn(`The plugin ${one.plugin} failed in ${one.slot}:`, error);
    const key = keyOf(one);
    this.#elements.delete(key);
    this.#placeOf(key)?.replaceChildren();
    this.failed = new Map([...this.failed, [key, { isStanding: false }]]);
  }

  /** An error that did not break the element: it stays, with what was entered into it, and the card stands below. */
  #blame(plugin: string, error: unknown): void {
    const used = usedElement(plugin);
    for (const one of this.#shown) {
      const element = this.#elements.get(keyOf(one));
      if (!element || one.plugin !== plugin || (used && !isWithin(used, element))) continue;
      console.warn(`The plugin ${plugin} failed in ${one.slot}:`, error);
      this.failed = new Map([...this.failed, [keyOf(one), { isStanding: true }]]);
    }
  }

  #retry(one: Contributed): void {
    const key = keyOf(one);
    this.failed = new Map([...this.failed].filter(([failed]) => failed !== key));
    this.#elements.delete(key);
    this.#placeOf(key)?.replaceChildren();
    void this.#make(one);
  }

  #card(one: Contributed): TemplateResult {
    const plugin = this.meta.plugins.find((candidate) => candidate.id === one.plugin);
    const name = plugin ? this.localized(plugin.label) : one.plugin;
    const isStanding = this.failed.get(keyOf(one))?.isStanding ?? false;
    return html`<div class="card" role="alert">
      ${icon('puzzle', 14)}
      <span>${this.t(isStanding ? 'slot.stumbled' : 'slot.failed', { plugin: name })}</span>
      <button class="btn" @click=${() => this.#retry(one)}>${this.t('action.retry')}</button>
    </div>`;
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host,
      .place {
        display: contents;
      }
      .card {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 6px 6px 6px 10px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-2);
        font-size: 12px;
      }
      .card span {
        flex: 1 1 12ch;
      }
    `,
  ];
}
