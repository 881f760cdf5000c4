import { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { problemsByField, problemText } from '../record/record-problem.ts';
import { RoleApi, type MatrixRole, type RoleMatrix } from './role-api.ts';
import { copyOf } from './role-copy.ts';
import { roleName } from './role-words.ts';

/**
 * Asks for the name of a new role, and makes it: blank, or as a copy of another one with everything that plugins give to that.
 *
 * @fires ts-role-created - with `{id}`
 * @fires ts-create-closed - when it is closed, either way
 */
@customElement('ts-role-create')
export class RoleCreate extends TesseraElement {
  /** The role to copy; null makes a blank one. */
  @property({ attribute: false }) source: MatrixRole | null = null;
  @property({ attribute: false }) matrix!: RoleMatrix;

  @state() private name = '';
  @state() private key = '';
  @state() private isKeyTyped = false;
  @state() private problems: Readonly<Record<string, string>> = {};
  @state() private problem = '';
  @state() private isBusy = false;

  protected override firstUpdated(): void {
    if (this.source) this.#named(this.t('role.copyName', { name: roleName(this, this.source) }));
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      <form @submit=${this.#submitted} novalidate>
        <h2 id="title">${this.t('role.create')}</h2>
        <label class="field">
          <span>${this.t('role.from')}</span>
          <select @change=${this.#chosen}>
            <option value="">${this.t('role.blank')}</option>
            ${this.matrix.roles.map((role) => html`<option value=${role.id} ?selected=${role.id === this.source?.id}>${roleName(this, role)}</option>`)}
          </select>
        </label>
        ${this.#input('name', this.t('role.name'), this.name, (text) => this.#named(text))}
        ${this.#input('key', this.t('role.key'), this.key, (text) => {
          this.isKeyTyped = true;
          this.key = text;
        })}
        <p class="mut">${this.t('role.keyAbout')}</p>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        <div class="actions">
          <button class="btn primary" ?disabled=${this.isBusy}>${this.t('role.create')}</button>
          <button type="button" class="btn" @click=${this.#close}>
            ${this.t('action.cancel')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #input(
    name: string,
    label: string,
    value: string,
    changed: (text: string) => void,
  ): TemplateResult {
    const wrong = this.problems[name];
    return html`<label class="field">
      <span>${label}</span>
      <input
        name=${name}
        autocomplete="off"
        maxlength="60"
        ?autofocus=${name === 'name'}
        .value=${value}
        aria-invalid=${wrong !== undefined}
        aria-describedby="${name}-wrong"
        @input=${(event: Event) => changed((event.target as HTMLInputElement).value)}
      />
      <span id="${name}-wrong" class="wrong" role="alert">${wrong ?? ''}</span>
    </label>`;
  }

  #named(name: string): void {
    this.name = name;
    if (!this.isKeyTyped) this.key = keyFor(name, this.source);
  }

  readonly #chosen = (event: Event): void => {
    const id = (event.target as HTMLSelectElement).value;
    this.source = this.matrix.roles.find((role) => role.id === id) ?? null;
    if (!this.isKeyTyped) this.key = keyFor(this.name, this.source);
  };

  readonly #submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = this.name.trim();
    const key = this.key.trim();
    this.problem = '';
    this.problems = {
      ...(name === '' ? { name: this.t('role.nameMissing') } : {}),
      ...(key === '' ? { key: this.t('role.keyMissing') } : {}),
    };
    if (Object.keys(this.problems).length > 0) return;
    this.isBusy = true;
    try {
      const values = {
        ...(this.source ? copyOf(this.source, this.matrix.entities) : {}),
        name,
        key,
      };
      const detail = await new RoleApi(this.api).create(values);
      this.dispatchEvent(new CustomEvent('ts-role-created', { detail }));
      this.#close();
    } catch (error) {
      const { name: first, key: second } = problemsByField(error);
      this.problems = {
        ...(first ? { name: first } : {}),
        ...(second ? { key: second } : {}),
      };
      if (!first && !second) this.problem = problemText(error, (text, more) => this.t(text, more));
    } finally {
      this.isBusy = false;
    }
  };

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-create-closed'));
  };

  static override styles = [TesseraElement.styles ?? [], pageStyles, dialogStyles];
}

/** A key from a name. A name without Latin letters gets the key of what is copied, or a neutral one. */
function keyFor(name: string, source: MatrixRole | null): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (plain !== '') return plain.slice(0, 60);
  return name.trim() === '' ? '' : `${source?.key ?? 'role'}-2`;
}
