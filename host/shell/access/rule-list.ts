import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import './rule-editor.ts';
import { ruleRow, ruleRowStyles } from './rule-row.ts';
import { isMoving } from './rule-state.ts';
import { granteeOf, ruleDraftOf, ShareApi, type RuleDraft, type SharingRule } from './share-api.ts';
import { confirmShare } from './share-confirm.ts';
import { granteeText } from './share-words.ts';

/** How long between two looks at rules that are being applied. */
const LOOK_MS = 1500;

/** The sharing rules: what each shares with whom, how far it is, switching, changing and deleting it. */
@customElement('ts-rule-list')
export class RuleList extends TesseraElement {
  @state() private rules: readonly SharingRule[] | undefined;
  @state() private problem = '';
  /** The rule in the editor; null is a new one. */
  @state() private edited: SharingRule | null | undefined;

  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="rules">
        <div class="row">
          <h2 id="rules" class="grow">${this.t('rule.all')}</h2>
          <button class="btn primary" @click=${() => (this.edited = null)}>
            ${icon('plus', 14)} ${this.t('rule.create')}
          </button>
        </div>
        <p class="mut">${this.t('rule.about')}</p>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${this.rules ? this.#list(this.rules) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('share.reading')}</p>`}
      </section>
      ${
        this.edited === undefined
          ? nothing
          : html`<ts-rule-editor
              .rule=${this.edited}
              .save=${this.#save}
              @ts-rule-closed=${() => (this.edited = undefined)}
            ></ts-rule-editor>`
      }`;
  }

  #list(rules: readonly SharingRule[]): TemplateResult {
    if (rules.length === 0) return html`<p class="mut">${this.t('rule.none')}</p>`;
    return html`<ul>
      ${repeat(
        rules,
        ({ id }) => id,
        (rule) =>
          ruleRow(this, rule, {
            edit: () => (this.edited = rule),
            turn: () => void this.#turn(rule),
            remove: () => void this.#delete(rule),
          }),
      )}
    </ul>`;
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.rules = await new ShareApi(this.api).rules();
      this.problem = '';
    } catch (error) {
      this.problem = this.#textOf(error);
    }
    if (this.isConnected && this.rules?.some(isMoving))
      this.#timer = setTimeout(() => void this.#read(), LOOK_MS);
  }

  readonly #save = async (draft: RuleDraft): Promise<void> => {
    const api = new ShareApi(this.api);
    const saved = this.edited
      ? await api.changeRule(this.edited.id, draft)
      : await api.createRule(draft);
    toast({ text: this.t('rule.saved', { name: saved.name }), tone: 'success' });
    await this.#read();
  };

  async #turn(rule: SharingRule): Promise<void> {
    if (rule.isActive && !(await this.#isSure(rule, 'off'))) return;
    const turn = (isOn: boolean) => this.#try((api) => api.switchRule(rule.id, isOn));
    if (!(await turn(!rule.isActive))) return;
    const text = this.t(rule.isActive ? 'rule.turnedOff' : 'rule.turnedOn', { name: rule.name });
    toast({ text, undo: () => turn(rule.isActive) });
  }

  async #delete(rule: SharingRule): Promise<void> {
    if (!(await this.#isSure(rule, 'delete'))) return;
    if (!(await this.#try((api) => api.deleteRule(rule.id)))) return;
    toast({
      text: this.t('rule.deleted', { name: rule.name }),
      undo: () => this.#try((api) => api.createRule(ruleDraftOf(rule))),
    });
  }

  /** What shares nothing takes nothing from anybody. */
  async #isSure(rule: SharingRule, what: 'off' | 'delete'): Promise<boolean> {
    const { name, shared: count } = rule;
    if (what === 'off' && count === 0) return true;
    const number = new Intl.NumberFormat(this.locale).format(count);
    const grantee = granteeText(this, granteeOf(rule));
    return confirmShare(this, {
      title: this.t(`rule.${what}Title`, { name }),
      text: this.t('rule.takesAway', { count, number, grantee }),
      yes: this.t(`rule.${what}`),
      danger: what === 'delete',
    });
  }

  async #try(work: (api: ShareApi) => Promise<unknown>): Promise<boolean> {
    try {
      await work(new ShareApi(this.api));
      return true;
    } catch (error) {
      toast({ text: this.#textOf(error), tone: 'error' });
      return false;
    } finally {
      await this.#read();
    }
  }

  #textOf(error: unknown): string {
    return problemText(error, (key, values) => this.t(key, values));
  }

  static override styles = [TesseraElement.styles, pageStyles, ruleRowStyles];
}
