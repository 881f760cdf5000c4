import { ApiError, TesseraElement, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { registerCommands } from '../palette/command.ts';
import type { Command } from '../palette/command.ts';
import { wantedForm } from '../form/form-wanted.ts';
import type { FormWanted } from '../form/form-wanted.ts';
import './record-details.ts';
import './record-header.ts';
import './record-tabs.ts';
import { toWire } from '../field/field-changes.ts';
import type { Values } from '../field/field-changes.ts';
import { includeOf, titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { isWriting } from '../list/list-shortcuts.ts';
import { RecordClient } from './record-client.ts';
import { decideConflicts } from './record-conflict-dialog.ts';
import { copyLink, recordCommands } from './record-commands.ts';
import { recordCrumbs } from './record-crumbs.ts';
import { deleteWithUndo } from './record-delete.ts';
import { recordPageStyles } from './record-page-styles.ts';
import { problemText, problemsByField } from './record-problem.ts';
import { saveChanges } from './record-save.ts';
import { goneRecord } from './record-gone.ts';
import { missingRecord, recordSkeleton } from './record-state.ts';
import { failedState } from '../list/list-state.ts';
import { recordStyles } from './record-styles.ts';
import type { RecordTabs } from './record-tabs.ts';
import { RecordTrail } from './record-trail.ts';
import type { Trail } from './record-trail.ts';
import '../slot/slot.ts';

/** The page of one record: header, states, tabs, and its values at the side. */
@customElement('ts-record')
export class RecordPage extends TesseraElement {
  /** Id of the entity. */
  @property() entity = '';
  /** Id of the record. */
  @property() record = '';

  @state() private value: WireRecord | undefined;
  @state() private failure: unknown = null;
  @state() private form: FormWanted | null = null;
  @state() private trail: Trail | undefined;

  readonly #trail = new RecordTrail();
  #stopLive: (() => void) | undefined;
  #loaded = '';

  constructor() {
    super();
    registerCommands(this, () => this.#commands());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#pressed);
    this.addEventListener('ts-form-wanted', this.#formWanted as EventListener);
    this.addEventListener('ts-composed', this.#changed);
    if (this.#loaded !== '') this.#watch();
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#pressed);
    this.removeEventListener('ts-form-wanted', this.#formWanted as EventListener);
    this.removeEventListener('ts-composed', this.#changed);
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const key = `${this.entity} ${this.record}`;
    if (key === this.#loaded || !this.#entity) return;
    this.#loaded = key;
    this.value = undefined;
    this.failure = null;
    this.form = null;
    void this.refresh();
    void this.#look();
    this.#watch();
  }

  override render(): TemplateResult | typeof nothing {
    const entity = this.#entity;
    if (!entity) return nothing;
    const view = fieldViewOf(this);
    if (this.failure instanceof ApiError && this.failure.status === 404)
      return this.value ? this.#gone(entity, this.value) : missingRecord(entity, view);
    if (this.failure)
      return failedState('record.failed', this.failure, view, () => void this.refresh());
    if (!this.value) return recordSkeleton(view);
    return html`${this.#crumbs(entity, this.value)}
      <div class="page">
        <main>
          <ts-record-header
            .entity=${entity}
            .record=${this.value}
            @ts-record-edit=${this.#edit}
            @ts-record-delete=${this.#delete}
            @ts-record-link=${() => copyLink(view.t)}
            @ts-state-chosen=${(event: CustomEvent<{ name: string; value: unknown }>) => this.#move(event.detail.name, event.detail.value)}
          ></ts-record-header>
          <ts-record-tabs .entity=${entity} .record=${this.value}></ts-record-tabs>
        </main>
        <aside aria-label=${this.t('record.details')}>
          <ts-record-details
            .entity=${entity}
            .record=${this.value}
            .editable=${entity.actions.update}
            @ts-value-saved=${this.#valueSaved}
            ><ts-slot
              name=${`${entity.id}.page.side`}
              .context=${this.#context(entity, this.value)}
            ></ts-slot
          ></ts-record-details>
        </aside>
      </div>
      ${wantedForm(this.form, this.#changed, () => (this.form = null))}`;
  }

  /** Reads the record and everything around it again. */
  async refresh(): Promise<void> {
    const entity = this.#entity;
    const { record } = this;
    if (!entity) return;
    try {
      const value = await new RecordClient(this.api, entity).get(record, includeOf(entity.fields));
      if (record !== this.record) return;
      this.value = value;
      this.failure = null;
    } catch (error) {
      if (record === this.record) this.failure = error;
    }
  }

  #gone(entity: EntityMeta, record: WireRecord): TemplateResult {
    return goneRecord({
      client: new RecordClient(this.api, entity),
      record,
      view: fieldViewOf(this),
      restored: () => this.refresh(),
    });
  }

  #commands(): readonly Command[] {
    const entity = this.#entity;
    if (!entity || !this.value) return [];
    return recordCommands(entity, fieldViewOf(this), {
      edit: this.#edit,
      delete: this.#delete,
      write: () => this.#tabs?.write(),
    });
  }

  async #look(): Promise<void> {
    const entity = this.#entity;
    const { record } = this;
    if (!entity) return;
    // Without its list a record is only without its neighbours.
    const trail = await this.#trail
      .around(new RecordClient(this.api, entity), record)
      .catch(() => undefined);
    if (record === this.record) this.trail = trail;
  }

  #crumbs(entity: EntityMeta, record: WireRecord): TemplateResult {
    return recordCrumbs(entity, titleOf(entity, record), fieldViewOf(this), {
      trail: this.trail,
      back: this.#back,
      go: (to) => this.#go(to),
    });
  }

  #go(to: 'previous' | 'next'): void {
    const id = this.trail?.[to];
    if (id && this.#entity) this.navigate(`/${this.#entity.path}/${id}`);
  }

  get #entity(): EntityMeta | undefined {
    return entityOf(this.meta, this.entity);
  }

  get #tabs(): RecordTabs | null {
    return this.renderRoot.querySelector('ts-record-tabs');
  }

  #context(entity: EntityMeta, record: WireRecord): Values {
    return { entity: entity.id, id: record.id, record };
  }

  /** Shows a change at once and takes it back when it is refused. Answers the problem, empty when it is written. */
  async #save(changes: Values, base?: WireRecord): Promise<string> {
    const entity = this.#entity;
    const before = this.value;
    if (!entity || !before) return '';
    this.value = { ...before, ...changes };
    try {
      const wire = Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [name, toWire(value)]),
      );
      await saveChanges({
        client: new RecordClient(this.api, entity),
        before: base ?? before,
        changes: wire,
        decide: (conflicts) => decideConflicts(this, entity, conflicts),
      });
      await this.refresh();
      this.#tabs?.refresh();
      return '';
    } catch (error) {
      this.value = before;
      const problems = problemsByField(error);
      return (
        Object.values(problems).join(' ') ||
        problemText(error, (key, values) => this.t(key, values))
      );
    }
  }

  readonly #valueSaved = async (
    event: CustomEvent<{
      field: string;
      value: unknown;
      base: WireRecord;
      done: (problem: string) => void;
    }>,
  ): Promise<void> => {
    const { field, value, base, done } = event.detail;
    done(await this.#save({ [field]: value }, base));
  };

  async #move(name: string, value: unknown): Promise<void> {
    const problem = await this.#save({ [name]: value });
    if (problem !== '') toast({ text: problem, tone: 'error' });
  }

  readonly #edit = (): void => {
    this.form = { entity: this.entity, record: this.record };
  };

  readonly #delete = async (): Promise<void> => {
    const entity = this.#entity;
    if (!entity) return;
    const count = await deleteWithUndo({
      client: new RecordClient(this.api, entity),
      ids: [this.record],
      element: this,
      toast,
      changed: (isBack) => (isBack && this.isConnected ? this.refresh() : undefined),
    });
    if (count > 0 && this.isConnected) this.navigate(`/${entity.path}`);
  };

  readonly #back = (event: Event): void => {
    const from =
      document.referrer === '' &&
      history.length > 1 &&
      history.state?.['from'] === `/${this.#entity?.path}`;
    if (!from) return;
    event.preventDefault();
    history.back();
  };

  readonly #changed = (): void => {
    void this.refresh();
    this.#tabs?.refresh();
  };

  readonly #formWanted = (event: CustomEvent<FormWanted>): void => {
    event.stopPropagation();
    this.form = event.detail;
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    const isCovered =
      this.form !== null || this.renderRoot.querySelector('ts-conflict-dialog') !== null;
    if (!isPlain || isCovered || isWriting(event)) return;
    const isEdit = event.key === 'e' && this.#entity?.actions.update && this.value;
    if (!isEdit && event.key !== 'j' && event.key !== 'k') return;
    event.preventDefault();
    if (isEdit) this.#edit();
    else this.#go(event.key === 'j' ? 'next' : 'previous');
  };

  #watch(): void {
    this.#stopLive?.();
    this.#stopLive = this.live.watch({ records: [this.record] }, () => {
      void this.refresh();
      this.#tabs?.refresh();
    });
  }

  static override styles = [TesseraElement.styles, recordStyles, recordPageStyles];
}
