import { TesseraElement, toast } from '@tessera/sdk/ui';
import type { EntityMeta, SharingDefault } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { midSentence } from '../field/field-words.ts';
import { problemText } from '../record/record-problem.ts';
import { ShareApi, type DefaultLevel } from './share-api.ts';
import { confirmShare } from './share-confirm.ts';
import { isWider, LEVELS } from './share-words.ts';

/** How far each entity is shared with everybody who has a grant for it. */
@customElement('ts-share-defaults')
export class ShareDefaults extends TesseraElement {
  @state() private defaults: readonly DefaultLevel[] | undefined;
  @state() private problem = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="defaults">
      <h2 id="defaults">${this.t('sharing.defaults')}</h2>
      <p class="mut">${this.t('sharing.defaultsAbout')}</p>
      ${failureNotice(this, this.problem, () => void this.#read())}
      ${this.defaults ? this.#list(this.defaults) : this.problem ? nothing : html`<p class="mut" role="status">${this.t('share.reading')}</p>`}
    </section>`;
  }

  /** What this person does not see is not his to share. */
  #list(defaults: readonly DefaultLevel[]): TemplateResult {
    const shown = defaults.flatMap((one) => {
      const entity = this.entityMeta(one.entity);
      return entity ? [{ ...one, meta: entity }] : [];
    });
    if (shown.length === 0) return html`<p class="mut">${this.t('sharing.noEntities')}</p>`;
    return html`<ul>
      ${shown.map(({ meta, level }) => this.#row(meta, level))}
    </ul>`;
  }

  #row(entity: EntityMeta, level: SharingDefault): TemplateResult {
    const name = this.localized(entity.plural);
    const plugin = this.meta.plugins.find(({ id }) => id === entity.plugin);
    return html`<li>
      <span class="grow"
        ><span class="name">${name}</span>
        ${plugin ? html`<span class="mut">${this.localized(plugin.label)}</span>` : nothing}</span
      >
      <select
        name=${entity.id}
        aria-label=${this.t('sharing.levelOf', { entities: name })}
        class=${level === 'private' ? '' : 'wide'}
        @change=${(event: Event) => void this.#choose(event.target as HTMLSelectElement, entity, level)}
      >
        ${LEVELS.map((one) => html`<option value=${one} ?selected=${one === level}>${this.t(`sharing.level.${one}`)}</option>`)}
      </select>
    </li>`;
  }

  /** What shows more to others is asked for first. */
  async #choose(
    select: HTMLSelectElement,
    entity: EntityMeta,
    before: SharingDefault,
  ): Promise<void> {
    const level = select.value as SharingDefault;
    const entities = midSentence(this.localized(entity.plural));
    const isSure =
      !isWider(level, before) ||
      (await confirmShare(this, {
        title: this.t('sharing.widen', { entities }),
        text: this.t(`sharing.widen.${level}`, { entities }),
        yes: this.t(`sharing.widenYes.${level}`),
      }));
    if (!isSure) {
      select.value = before;
      return;
    }
    const isDone = await this.#set({ entity: entity.id, level });
    if (!isDone) {
      select.value = before;
      return;
    }
    toast({
      text: this.t('sharing.levelSet', {
        entities: this.localized(entity.plural),
        level: this.t(`sharing.level.${level}`),
      }),
      undo: () => this.#set({ entity: entity.id, level: before }),
    });
  }

  async #set(change: DefaultLevel): Promise<boolean> {
    try {
      await new ShareApi(this.api).setDefault(change);
      await this.#read();
      return true;
    } catch (error) {
      toast({ text: this.#textOf(error), tone: 'error' });
      return false;
    }
  }

  async #read(): Promise<void> {
    try {
      this.defaults = await new ShareApi(this.api).defaults();
      this.problem = '';
    } catch (error) {
      this.problem = this.#textOf(error);
    }
  }

  #textOf(error: unknown): string {
    return problemText(error, (key, values) => this.t(key, values));
  }

  static override styles = [
    TesseraElement.styles,
    pageStyles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
        min-height: 42px;
        padding: 4px 0;
        border-bottom: 1px solid var(--ts-line);
      }
      li:last-child {
        border-bottom: 0;
      }
      .grow {
        flex: 1 1 180px;
      }
      .name {
        font-weight: 500;
      }
      li select {
        flex: 0 1 280px;
        width: auto;
      }
      li select.wide {
        border-color: light-dark(oklch(0.72 0.12 75), oklch(0.6 0.11 75));
        background: light-dark(oklch(0.98 0.02 75), oklch(0.28 0.04 75));
      }
      @media (max-width: 759px) {
        li select {
          flex: 1 1 100%;
        }
      }
    `,
  ];
}
