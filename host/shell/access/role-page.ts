import type { Grant } from '@tessera/core';
import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { loadPart } from '../app/part.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { draftOf, RoleApi, type MatrixRole, type RoleDraft, type RoleMatrix } from './role-api.ts';
import { isSameDraft } from './role-changes.ts';
import type { Grants } from './role-grants.ts';
import { RoleLeave } from './role-leave.ts';
import './role-leave-question.ts';
import { rolePageStyles } from './role-page-styles.ts';
import './role-records.ts';
import { roleName } from './role-words.ts';

const TABS = ['records', 'fields', 'permissions', 'people', 'compare'] as const;
type Tab = (typeof TABS)[number];

/** One role: what it may do with records, fields and otherwise, who has it, and how it differs from another one. */
@customElement('ts-role')
export class RolePage extends TesseraElement {
  @property({ attribute: 'role-id' }) roleId = '';
  @property() tab = '';

  @state() private matrix: RoleMatrix | undefined;
  @state() private draft: RoleDraft | undefined;
  @state() private problem = '';
  @state() private isReviewing = false;
  @state() private go: (() => void) | undefined;
  #stop: (() => void) | undefined;

  constructor() {
    super();
    new RoleLeave(this, {
      isDirty: () => this.#isDirty,
      isHere: (path) => path === this.#path || path.startsWith(`${this.#path}/`),
      ask: (go) => (this.go = go),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const stops = [
      this.live.watch({ entities: ['tessera.role'] }, this.#outdated),
      this.live.onMessage(({ kind }) => {
        if (kind === 'assembly') this.#outdated();
      }),
    ];
    this.#stop = () => stops.forEach((stop) => stop());
  }
  override disconnectedCallback(): void {
    this.#stop?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('roleId')) return;
    this.draft = undefined;
    void this.#read();
  }

  override render(): TemplateResult {
    const role = this.#role;
    return html`<div class="title-bar">
        ${icon('shield-check')}
        <nav aria-label=${this.t('settings.roles')} class="crumbs">
          <a href="/settings/roles">${this.t('settings.roles')}</a> ${icon('chevron-right', 14)}
        </nav>
        <h1 class="ell">${role ? roleName(this, role) : this.t('role.one')}</h1>
        ${role ? this.#tabs() : nothing}
      </div>
      ${failureNotice(this, this.problem, () => void this.#read())} ${this.#standing(role)}
      ${role ? this.#content(role) : nothing} ${role && this.#isDirty ? this.#bar() : nothing}
      ${role ? this.#dialogs(role) : nothing}`;
  }

  /** Whether it is there, and whether it can be changed. */
  #standing(role: MatrixRole | undefined): TemplateResult | typeof nothing {
    if (!this.matrix)
      return this.problem
        ? nothing
        : html`<p class="mut notice" role="status">${this.t('role.reading')}</p>`;
    if (!role) return html`<p class="notice" role="alert">${this.t('role.gone')}</p>`;
    return role.mayChange
      ? nothing
      : html`<p class="note notice" role="status">
          ${icon('lock', 14)} ${this.t(role.isMine ? 'role.lockedMine' : 'role.locked')}
        </p>`;
  }

  #tabs(): TemplateResult {
    return html`<nav class="tabs" aria-label=${this.t('role.parts')}>
      ${TABS.map(
        (tab) =>
          html`<a
            href=${tab === 'records' ? this.#path : `${this.#path}/${tab}`}
            aria-current=${tab === this.#tab ? 'page' : 'false'}
            class=${tab === this.#tab ? 'on' : ''}
            >${this.t(`role.tab.${tab}`)}</a
          >`,
      )}
    </nav>`;
  }

  #content(role: MatrixRole): TemplateResult | typeof nothing {
    const { matrix, draft } = this;
    if (!matrix || !draft) return nothing;
    const grants: Grants = { own: draft.grants, given: role.given };
    const changed = (event: CustomEvent<readonly Grant[]>): void => {
      this.draft = { ...draft, grants: event.detail };
    };
    switch (this.#tab) {
      case 'fields':
        loadPart(() => import('./role-fields.ts'));
        return html`<ts-role-fields
          .matrix=${matrix}
          .grants=${grants}
          ?locked=${!role.mayChange}
          @ts-grants-changed=${changed}
        ></ts-role-fields>`;
      case 'permissions':
        loadPart(() => import('./role-permissions.ts'));
        return html`<ts-role-permissions
          .matrix=${matrix}
          .subject=${role}
          .draft=${draft}
          ?locked=${!role.mayChange}
          @ts-draft-changed=${(event: CustomEvent<RoleDraft>) => (this.draft = event.detail)}
        ></ts-role-permissions>`;
      case 'people':
        loadPart(() => import('./role-people.ts'));
        return html`<ts-role-people holder=${role.id}></ts-role-people>`;
      case 'compare':
        loadPart(() => import('./role-compare.ts'));
        return html`<ts-role-compare
          .matrix=${matrix}
          .subject=${{ ...role, ...draft }}
        ></ts-role-compare>`;
      default:
        return html`<ts-role-records
          .matrix=${matrix}
          .grants=${grants}
          ?locked=${!role.mayChange}
          @ts-grants-changed=${changed}
        ></ts-role-records>`;
    }
  }

  #bar(): TemplateResult {
    return html`<div class="bar" role="region" aria-label=${this.t('role.unsaved')}>
      <span class="grow">${this.t('role.unsaved')}</span>
      <button class="btn" @click=${() => this.#discard()}>${this.t('role.discard')}</button>
      <button class="btn primary" @click=${this.#review}>${this.t('role.review')}</button>
    </div>`;
  }

  #dialogs(role: MatrixRole): TemplateResult {
    return html`${
      this.isReviewing
        ? html`<ts-role-review
            .matrix=${this.matrix}
            .subject=${role}
            .draft=${this.draft}
            @ts-role-saved=${(event: CustomEvent<{ version: number }>) => void this.#saved(role, event.detail.version)}
            @ts-role-reload=${(event: CustomEvent<{ isKept: boolean }>) => void this.#read(event.detail.isKept)}
            @ts-role-reviewed=${() => (this.isReviewing = false)}
          ></ts-role-review>`
        : nothing
    }
    ${
      this.go
        ? html`<ts-role-leave-question
            @ts-leave-answered=${(event: CustomEvent<boolean>) => this.#answered(event.detail)}
          ></ts-role-leave-question>`
        : nothing
    }`;
  }

  get #path(): string {
    return `/settings/roles/${this.roleId}`;
  }
  get #tab(): Tab {
    return TABS.find((tab) => tab === this.tab) ?? 'records';
  }
  get #role(): MatrixRole | undefined {
    return this.matrix?.roles.find(({ id }) => id === this.roleId);
  }
  get #isDirty(): boolean {
    const role = this.#role;
    return role !== undefined && this.draft !== undefined && !isSameDraft(role, this.draft);
  }

  async #read(isKept = false): Promise<void> {
    const id = this.roleId;
    try {
      const matrix = await new RoleApi(this.api).matrix();
      if (id !== this.roleId) return;
      this.matrix = matrix;
      const role = this.#role;
      if (!isKept || !this.draft) this.draft = role && draftOf(role);
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  /** What is being changed here is not taken away: saving tells of the other change. */
  readonly #outdated = (): void => {
    if (!this.#isDirty && !this.isReviewing) void this.#read();
  };

  readonly #review = (): void => {
    loadPart(() => import('./role-review.ts'));
    this.isReviewing = true;
  };

  #discard(): void {
    const role = this.#role;
    this.draft = role && draftOf(role);
  }

  #answered(isLeft: boolean): void {
    const { go } = this;
    this.go = undefined;
    if (isLeft) go?.();
  }

  /** What was there before is written again when it is taken back. */
  async #saved(before: MatrixRole, version: number): Promise<void> {
    const undo = async (): Promise<void> => {
      try {
        await new RoleApi(this.api).save(before.id, before, version);
        toast({ text: this.t('role.undone', { name: roleName(this, before) }), tone: 'success' });
      } catch (error) {
        toast({
          text: problemText(error, (key, values) => this.t(key, values)),
          tone: 'error',
        });
      }
      if (this.isConnected) await this.#read();
    };
    toast({ text: this.t('role.saved', { name: roleName(this, before) }), tone: 'success', undo });
    await this.#read();
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    rolePageStyles,
    css`
      :host {
        height: 100%;
      }
    `,
  ];
}
