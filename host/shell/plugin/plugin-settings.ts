import { ApiError, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, noChange, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import {
  controlOf,
  humanName,
  isMask,
  readControl,
  showControl,
  type SchemaProperty,
} from './plugin-schema.ts';
import { faultsOf, pointerOf } from './plugin-schema-faults.ts';
import { hasAt, merged, valueAt, withValue, type Values } from './plugin-setting-values.ts';
import { pluginStyles } from './plugin-styles.ts';

interface Settings {
  readonly schema: SchemaProperty | null;
  readonly values: Values;
}

/** The settings of a plugin, as a form made from its schema. A secret is never shown: what is left empty stays as it is. */
@customElement('ts-plugin-settings')
export class PluginSettings extends TesseraElement {
  @property() plugin = '';
  @state() private settings: Settings | undefined;
  @state() private changes: Values = {};
  @state() private faults: Readonly<Record<string, string>> = {};
  @state() private problem = '';
  @state() private isBusy = false;
  /** Pointers of the controls whose text is no value. */
  readonly #unread = new Set<string>();

  /** Whether the values have just come from the server. */
  #isFresh = true;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('plugin')) void this.#read();
  }

  protected override updated(): void {
    this.#isFresh = false;
  }

  override render(): TemplateResult {
    const { settings } = this;
    const properties = settings?.schema?.properties ?? {};
    return html`<section class="card" aria-label=${this.t('plugins.settings')}>
      <h2>${this.t('plugins.settings')}</h2>
      ${settings && Object.keys(properties).length === 0 ? html`<p class="mut">${this.t('plugins.settings.none')}</p>` : nothing}
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${settings || this.problem ? nothing : html`<p class="mut" role="status">${this.t('plugins.reading')}</p>`}
      ${
        settings && Object.keys(properties).length > 0
          ? html`<form @submit=${this.#save} novalidate>
              ${this.#fields(settings.schema!, [])}
              <div class="actions">
                <button class="btn primary" ?disabled=${this.isBusy} aria-busy=${this.isBusy}>
                  ${this.t(this.isBusy ? 'plugins.settings.saving' : 'action.save')}
                </button>
              </div>
            </form>`
          : nothing
      }
    </section>`;
  }

  #fields(schema: SchemaProperty, path: readonly string[]): TemplateResult {
    return html`${Object.entries(schema.properties ?? {}).map(([name, one]) =>
      this.#field(one, [...path, name], schema.required?.includes(name) ?? false),
    )}`;
  }

  #field(property: SchemaProperty, path: readonly string[], isRequired: boolean): TemplateResult {
    const name = path.at(-1)!;
    const title = property['x-title']
      ? this.localized(property['x-title'])
      : (property.title ?? humanName(name));
    const about = property['x-description']
      ? this.localized(property['x-description'])
      : property.description;
    const pointer = pointerOf(path);
    const fault = this.faults[pointer];
    if (controlOf(property) === 'group')
      return html`<fieldset>
        <legend>${title}</legend>
        ${about ? html`<p class="mut">${about}</p>` : nothing} ${this.#fields(property, path)}
      </fieldset>`;
    const label = html`${title}${isRequired ? html` <span aria-hidden="true">*</span>` : nothing}`;
    return html`<label class=${controlOf(property) === 'boolean' ? 'row' : 'field'}>
        ${
          controlOf(property) === 'boolean'
            ? html`${this.#control(property, path, pointer)} ${label}`
            : html`<span>${label}</span>${this.#control(property, path, pointer)}`
        }
      </label>
      ${about ? html`<p class="mut about" id=${`about-${pointer}`}>${about}</p>` : nothing}
      ${fault ? html`<p class="wrong about" id=${`fault-${pointer}`}>${fault}</p>` : nothing}`;
  }

  #control(property: SchemaProperty, path: readonly string[], pointer: string): TemplateResult {
    const control = controlOf(property);
    const value = valueAt(hasAt(this.changes, path) ? this.changes : this.settings!.values, path);
    const isWrong = this.faults[pointer] !== undefined;
    // What is being written is left alone: half a number reads as nothing.
    const shown = this.#isFresh ? live(showControl(control, value)) : noChange;
    const about = `fault-${pointer} about-${pointer}`;
    const written = (event: Event): void => this.#write(path, control, event);
    switch (control) {
      case 'boolean':
        return html`<input
          type="checkbox"
          .checked=${value === true}
          aria-invalid=${isWrong}
          aria-describedby=${about}
          @change=${(event: Event) => this.#set(path, (event.target as HTMLInputElement).checked)}
        />`;
      case 'choice':
        return html`<select
          aria-invalid=${isWrong}
          aria-describedby=${about}
          @change=${(event: Event) => this.#choose(path, property, event)}
        >
          ${(property.enum ?? []).includes(value) ? nothing : html`<option selected></option>`}
          ${(property.enum ?? []).map(
            (one) =>
              html`<option value=${String(one)} ?selected=${one === value}>${String(one)}</option>`,
          )}
        </select>`;
      case 'lines':
      case 'json':
        return html`<textarea
          rows="4"
          spellcheck="false"
          aria-invalid=${isWrong}
          aria-describedby=${about}
          .value=${shown}
          @change=${written}
        ></textarea>`;
      default:
        return html`<input
          type=${control === 'secret' ? 'password' : control === 'number' ? 'number' : 'text'}
          step=${property.type === 'integer' ? 1 : 'any'}
          autocomplete=${control === 'secret' ? 'new-password' : 'off'}
          placeholder=${isMask(value) ? this.t('plugins.settings.secret') : ''}
          aria-invalid=${isWrong}
          aria-describedby=${about}
          .value=${shown}
          @input=${written}
        />`;
    }
  }

  #write(path: readonly string[], control: ReturnType<typeof controlOf>, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const pointer = pointerOf(path);
    try {
      this.#set(path, readControl(control, value));
      this.#unread.delete(pointer);
    } catch {
      this.#unread.add(pointer);
      this.faults = { ...this.faults, [pointer]: this.t('plugins.settings.json') };
    }
  }

  /** What is chosen is the value of the schema, which need not be text. */
  #choose(path: readonly string[], property: SchemaProperty, event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.#set(
      path,
      property.enum?.find((one) => String(one) === value),
    );
  }

  #set(path: readonly string[], value: unknown): void {
    this.changes = withValue(this.changes, path, value);
    const { [pointerOf(path)]: _, ...others } = this.faults;
    this.faults = others;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const values = merged(this.settings!.values, this.changes);
    if (this.#unread.size > 0 || this.#isWrong(values)) return this.#showFault();
    this.isBusy = true;
    this.problem = '';
    try {
      const path = `/api/plugins/${this.plugin}/settings`;
      this.#show((await this.api.send('PUT', path, { body: { values } })).body as Settings);
      toast({ text: this.t('plugins.settings.saved') });
    } catch (error) {
      this.problem = problemText(error, (key, given) => this.t(key, given));
      if (error instanceof ApiError)
        this.faults = Object.fromEntries(
          error.errors.map((fault) => [fault.pointer.replace(/^\/values(?=\/)/, ''), fault.detail]),
        );
    } finally {
      this.isBusy = false;
    }
    await this.#showFault();
  };

  /** What the schema tells is said here, in the language of the form; the rest is the server's to say. */
  #isWrong(values: Values): boolean {
    const found = Object.entries(faultsOf(this.settings!.schema!, values));
    const number = new Intl.NumberFormat(this.locale);
    this.faults = Object.fromEntries(
      found.map(([pointer, { key, limit }]) => [
        pointer,
        this.t(`plugins.fault.${key}`, { limit: limit === undefined ? '' : number.format(limit) }),
      ]),
    );
    return found.length > 0;
  }

  async #showFault(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #show(settings: Settings | undefined): void {
    this.settings = settings;
    this.#isFresh = true;
    this.changes = {};
    this.faults = {};
    this.#unread.clear();
  }

  async #read(): Promise<void> {
    this.#show(undefined);
    try {
      this.#show(await this.api.get<Settings>(`/api/plugins/${this.plugin}/settings`));
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pluginStyles,
    css`
      form,
      fieldset {
        display: grid;
        gap: 12px;
      }
      fieldset {
        margin: 0;
        padding: 12px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      .about {
        margin-top: -8px;
        font-size: 12px;
      }
      textarea {
        width: 100%;
        padding: 6px 10px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
        resize: vertical;
      }
      textarea:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      [aria-invalid='true'] {
        border-color: var(--ts-danger);
      }
    `,
  ];
}
